import type { Reports } from "../store.ts";
import type { Ask } from "./ask.ts";
import { columnKey, partsOf } from "./rollups/parts.ts";
import { integer, integerSum, isoTime, text, textOrNull } from "./sql-values.ts";

/** Which models have no price, why, and how much went through them? Most attempts first. */
export async function unpriced(
  query: Reports["unpriced"]["query"],
  ask: Ask,
): Promise<Reports["unpriced"]["result"]> {
  const parts = await partsOf(
    query,
    {
      keys: ["provider", "model", "charge_reason", "confidence"].map((column) =>
        columnKey(`key_${column}`, column),
      ),
      measures: ["attempt_count", "input_tokens_sum", "output_tokens_sum", "last_started_at"],
      unfinished: false,
    },
    ask,
  );
  const sql = `
with ${parts.ctes}
select key_provider, key_model, key_charge_reason,
  part_attempt_count as attempt_count,
  part_input_tokens_sum as input_tokens_sum,
  part_output_tokens_sum as output_tokens_sum,
  epoch_ms(part_last_started_at) as last_seen_ms
from parts
where key_confidence = 'unknown'
order by attempt_count desc, key_provider, key_model asc nulls last, key_charge_reason asc nulls last`;
  const rows = await ask(sql, parts.parameters);
  return {
    rows: rows.map((row) => ({
      provider: text(row, "key_provider"),
      model: textOrNull(row, "key_model"),
      reason: textOrNull(row, "key_charge_reason"),
      attempts: integer(row, "attempt_count"),
      input_tokens: integerSum(row, "input_tokens_sum"),
      output_tokens: integerSum(row, "output_tokens_sum"),
      last_seen: isoTime(row, "last_seen_ms"),
    })),
  };
}
