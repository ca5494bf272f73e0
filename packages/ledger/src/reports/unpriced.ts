import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { scopeOf } from "./scope.ts";
import { integer, integerSum, isoTime, text, textOrNull } from "./sql-values.ts";

/** Which models have no price, why, and how much went through them? Most attempts first. */
export async function unpriced(
  query: Reports["unpriced"]["query"],
  ask: Ask,
): Promise<Reports["unpriced"]["result"]> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const sql = `
select provider, model, charge_reason,
  count(*) as attempt_count,
  sum(input_tokens) as input_tokens_sum,
  sum(output_tokens) as output_tokens_sum,
  epoch_ms(max(started_at)) as last_seen_ms
from ${attempts}
where ${where} and confidence = 'unknown'
group by provider, model, charge_reason
order by attempt_count desc, provider, model asc nulls last, charge_reason asc nulls last`;
  const rows = await ask(sql, parameters);
  return {
    rows: rows.map((row) => ({
      provider: text(row, "provider"),
      model: textOrNull(row, "model"),
      reason: textOrNull(row, "charge_reason"),
      attempts: integer(row, "attempt_count"),
      input_tokens: integerSum(row, "input_tokens_sum"),
      output_tokens: integerSum(row, "output_tokens_sum"),
      last_seen: isoTime(row, "last_seen_ms"),
    })),
  };
}
