import { type LeverSaving, leverBases, leverNames } from "@headgate/contract";
import type { Ask } from "../ask.ts";
import { type ScopedQuery, scopeOf } from "../scope.ts";
import { dollarsSum, integer, integerOrNull, text } from "../sql-values.ts";

const SAVINGS = JSON.stringify([{ lever: "VARCHAR", amount: "VARCHAR" }]);
const CHANGES = JSON.stringify([{ lever: "VARCHAR", input_tokens: "BIGINT" }]);

/**
 * What did each lever save, in dollars and tokens? A cache's answer takes away what the answer had used; the
 * other levers what they count themselves.
 */
export async function leverSavings(query: ScopedQuery, ask: Ask): Promise<LeverSaving[]> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const rows = await ask(
    `with acted as (
      select call_id, simulated, avoided_input_tokens, avoided_output_tokens, savings, changes,
        case when json_extract_string(cache, '$.tier') = 'semantic' then 'semantic-cache'
          else 'exact-cache' end as cache_lever
      from ${attempts}
      where ${where} and (savings <> '[]' or changes is not null)
    ),
    each as (
      select call_id, simulated, saving.lever as lever, true as is_saving, saving.amount as amount,
        null as input_tokens, null as output_tokens
      from (select call_id, simulated, unnest(from_json(savings, '${SAVINGS}')) as saving from acted)
      union all
      select call_id, simulated, change.lever, false, null, change.input_tokens, null
      from (select call_id, simulated, unnest(from_json(changes, '${CHANGES}')) as change from acted)
      union all
      select call_id, simulated, cache_lever, false, null, avoided_input_tokens, avoided_output_tokens
      from acted
      where coalesce(avoided_input_tokens, avoided_output_tokens) is not null
    )
    select lever as lever_name, count(distinct call_id) as call_count,
      count(case when is_saving and amount is not null then 1 end) as known_count,
      count(case when is_saving and amount is null then 1 end) as unknown_count,
      cast(sum(cast(amount as decimal(38, 12))) as varchar) as saved_text,
      cast(sum(case when simulated then cast(amount as decimal(38, 12)) end) as varchar)
        as simulated_text,
      sum(input_tokens) as input_sum, sum(output_tokens) as output_sum
    from each group by lever order by lever`,
    parameters,
  );
  const found = rows.map((row) => {
    const lever = text(row, "lever_name");
    const known = leverNames.find((name) => name === lever);
    return {
      lever,
      basis: known === undefined ? null : leverBases[known].basis,
      calls: integer(row, "call_count"),
      known: integer(row, "known_count"),
      unknown: integer(row, "unknown_count"),
      saved: dollarsSum(row, "saved_text"),
      simulated: dollarsSum(row, "simulated_text"),
      input_tokens: integerOrNull(row, "input_sum"),
      output_tokens: integerOrNull(row, "output_sum"),
    };
  });
  return found.sort((one, other) => placeOf(one.lever) - placeOf(other.lever));
}

/** A name that is no lever's stands last. */
const placeOf = (lever: string): number => {
  const place = (leverNames as readonly string[]).indexOf(lever);
  return place === -1 ? leverNames.length : place;
};
