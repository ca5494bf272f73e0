import { attemptSources, billSources, type PrecedenceReport } from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { Ask, SqlRow } from "./ask.ts";
import { columnKey, partsOf } from "./rollups/parts.ts";
import { rangeOf } from "./scope.ts";
import { integer, text, textOrNull } from "./sql-values.ts";

/** Whose rows count where several sources saw one call, or two bills are about the same money? */
export async function precedence(
  query: Reports["precedence"]["query"],
  ask: Ask,
): Promise<PrecedenceReport> {
  const { fromMs, toMs } = rangeOf(query);
  const range = {
    from: { type: "timestamp", ms: fromMs },
    to: { type: "timestamp", ms: toMs },
  } as const;
  const parts = await partsOf(
    query,
    { keys: [columnKey("key_source", "source")], measures: ["attempt_count"], unfinished: false },
    ask,
  );
  const calls = await ask(
    `with ${parts.ctes}
     select key_source as source, null as by_source, part_attempt_count as seen_count from parts
     union all
     select source, by_source, count(*) from supersessions
     where started_at >= $from and started_at < $to
     group by source, by_source`,
    { ...parts.parameters, ...range },
  );
  const bills = await ask(
    `select source, counted_by_source as by_source, count(*) as seen_count from bill_statements
     where period_start < $to and period_end > $from
     group by source, counted_by_source`,
    range,
  );
  return {
    calls: inOrder(attemptSources, calls).map(({ countedBy, ...counts }) => ({
      ...counts,
      counted_by: countedBy.map(({ source, count }) => ({ source, attempts: count })),
    })),
    bills: inOrder(billSources, bills).map(({ countedBy, ...counts }) => ({
      ...counts,
      counted_by: countedBy.map(({ source, count }) => ({ source, statements: count })),
    })),
  };
}

/** The sources that there are rows of, in their order, with how many count and by which others the rest does. */
function inOrder<Source extends string>(sources: readonly Source[], rows: readonly SqlRow[]) {
  const known = new Set<string>(sources);
  const stranger = rows.map((row) => text(row, "source")).find((name) => !known.has(name));
  if (stranger !== undefined) throw new TypeError(`the ledger holds a source "${stranger}"`);
  return sources.flatMap((source) => {
    const own = rows.filter((row) => text(row, "source") === source);
    if (own.length === 0) return [];
    const count = (by: Source | null): number =>
      own
        .filter((row) => textOrNull(row, "by_source") === by)
        .reduce((total, row) => total + integer(row, "seen_count"), 0);
    const countedBy = sources
      .map((by) => ({ source: by, count: count(by) }))
      .filter((by) => by.count > 0);
    const seenElsewhere = countedBy.reduce((total, by) => total + by.count, 0);
    return [{ source, counted: count(null), seen_elsewhere: seenElsewhere, countedBy }];
  });
}
