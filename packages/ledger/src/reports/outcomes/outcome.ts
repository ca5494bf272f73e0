import { MOST_LISTED_CALLS, type OutcomeDetail } from "@headgate/contract";
import type { Reports } from "../../store.ts";
import { type Ask, namedIn, type SqlParameter, type SqlRow } from "../ask.ts";
import { dimensionColumns } from "../rollups/rollups.ts";
import {
  integer,
  integerSum,
  isoTime,
  text,
  textOrNull,
  wholeDollarsOrNull,
} from "../sql-values.ts";
import { type JoinedOutcomes, joinOutcomes, refuseManyLinks } from "./join-outcomes.ts";
import { summaries, summaryFrom } from "./outcome-list.ts";
import { shareSql, sumOfCosts } from "./share-sql.ts";

const labelColumns = [
  "organisation",
  "team",
  "project",
  "feature",
  "customer",
  "environment",
  "user",
] as const;

/** Which calls are behind this outcome, and what does each cost it? */
export async function outcome(
  { id, charges }: Reports["outcome"]["query"],
  ask: Ask,
): Promise<OutcomeDetail> {
  const nothing: OutcomeDetail = { outcome: null, keys: [], calls: [], calls_left_out: 0 };
  const [sent] = await ask(
    `select name, epoch_ms(occurred_at) as occurred_ms, call_ids, trace_id, session,
       to_json(tags)::varchar as tags_text, cardinality(tags) as tag_count,
       epoch_ms(window_from) as from_ms, epoch_ms(window_to) as to_ms,
       ${labelColumns.map((label) => `${dimensionColumns[label]} as label_${label}`).join(", ")}
     from outcomes where outcome_id = $id`,
    { id: { type: "text", text: id } },
  );
  if (sent === undefined) return nothing;
  const fromMs = integer(sent, "occurred_ms");
  // What others of its name share its calls with it is all that bears on it.
  const joined = await joinOutcomes(
    { fromMs, toMs: fromMs + 1, name: text(sent, "name"), charges },
    ask,
  );
  if (joined === undefined) return nothing;
  const only = {
    where: "states.outcome_id = $id",
    parameters: { id: { type: "text", text: id } } as const,
  };
  const [summary] = await summaries(joined, only, { sort: "time", limit: 1, offset: 0 }, ask);
  if (summary === undefined) return nothing;
  const { rows, total } = await callsOf(joined, only, ask);
  return {
    outcome: summaryFrom(summary),
    keys: keysOf(sent),
    calls: rows,
    calls_left_out: total - rows.length,
  };
}

/** Its keys in the order in which they are tried. */
function keysOf(sent: SqlRow): OutcomeDetail["keys"] {
  const labels = labelColumns.flatMap((label) => {
    const value = textOrNull(sent, `label_${label}`);
    return value === null ? [] : [`${label}=${value}`];
  });
  const narrowed = (key: string): string => [key, ...labels].join(", ");
  const callIds = textOrNull(sent, "call_ids");
  const traceId = textOrNull(sent, "trace_id");
  const session = textOrNull(sent, "session");
  const hasWindow = sent.from_ms !== null;
  return [
    ...(callIds === null ? [] : [{ join: "call" as const, text: callIds.split("\n").join(", ") }]),
    ...(traceId === null ? [] : [{ join: "trace" as const, text: traceId }]),
    ...(session === null ? [] : [{ join: "session" as const, text: narrowed(session) }]),
    ...(integer(sent, "tag_count") === 0
      ? []
      : [{ join: "tags" as const, text: narrowed(tagsText(text(sent, "tags_text"))) }]),
    ...(hasWindow
      ? [
          {
            join: "window" as const,
            text: narrowed(`${isoTime(sent, "from_ms")} to ${isoTime(sent, "to_ms")}`),
          },
        ]
      : []),
  ];
}

const tagsText = (json: string): string =>
  Object.entries<unknown>(JSON.parse(json))
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(", ");

async function callsOf(
  joined: JoinedOutcomes,
  only: Readonly<{ where: string; parameters: Readonly<Record<string, SqlParameter>> }>,
  ask: Ask,
): Promise<Readonly<{ rows: OutcomeDetail["calls"]; total: number }>> {
  const sql = `with ${joined.sql},
${shareSql({
  asked: only.where,
  attempts: joined.attempts,
  where: [],
  columns: ["call_id", "started_at", "provider", "model"],
})}
select shown_call_id as call_id, epoch_ms(min(shown_started_at)) as started_ms,
  arg_max(shown_provider, shown_started_at) as last_provider,
  arg_max(shown_model, shown_started_at) as last_model,
  count(*) as attempt_count, count(case when is_failed then 1 end) as failed_count,
  count(case when is_unpriced then 1 end) as unpriced_count, max(name_size) as size,
  ${sumOfCosts("name")} as cost_amount, count(*) over () as call_total,
  ${joined.linkCount} as link_count
from shares
group by shown_call_id
order by started_ms, call_id
limit ${MOST_LISTED_CALLS}`;
  const rows = await ask(sql, namedIn(sql, { ...joined.parameters, ...only.parameters }));
  const [first] = rows;
  if (first === undefined) return { rows: [], total: 0 };
  refuseManyLinks(first, "link_count");
  return {
    total: integer(first, "call_total"),
    rows: rows.map((row) => ({
      call_id: text(row, "call_id"),
      started_at: isoTime(row, "started_ms"),
      provider: text(row, "last_provider"),
      model: textOrNull(row, "last_model"),
      attempts: integer(row, "attempt_count"),
      failed_attempts: integer(row, "failed_count"),
      unpriced_attempts: integerSum(row, "unpriced_count"),
      shared_by: integer(row, "size"),
      cost: wholeDollarsOrNull(row, "cost_amount"),
    })),
  };
}
