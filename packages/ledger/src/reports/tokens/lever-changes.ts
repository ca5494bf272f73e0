import { leverNames, type TokensReport } from "@headgate/contract";
import type { Ask } from "../ask.ts";
import { type ScopedQuery, scopeOf } from "../scope.ts";
import { integer, integerOrNull, text } from "../sql-values.ts";

const CHANGES = JSON.stringify([
  { lever: "VARCHAR", did: "VARCHAR", count: "BIGINT", input_tokens: "BIGINT" },
]);

const places = leverNames.map((name, index) => `when '${name}' then ${index}`).join(" ");

/** What did levers do to requests, by their own words? */
export async function leverChanges(query: ScopedQuery, ask: Ask): Promise<TokensReport["changes"]> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const rows = await ask(
    `with changed as (
      select call_id, unnest(from_json(changes, '${CHANGES}')) as change
      from ${attempts}
      where ${where} and changes is not null
    )
    select change.lever as lever_name, change.did as did_word, count(distinct call_id) as call_count,
      sum(change.count) as times_sum, sum(change.input_tokens) as input_sum
    from changed
    group by change.lever, change.did
    order by case change.lever ${places} end, call_count desc, did_word`,
    parameters,
  );
  return rows.map((row) => ({
    lever: text(row, "lever_name"),
    did: text(row, "did_word"),
    calls: integer(row, "call_count"),
    count: integerOrNull(row, "times_sum"),
    input_tokens: integerOrNull(row, "input_sum"),
  }));
}
