import type { SqlParameter, SqlParameters } from "./ask.ts";

/** Configured names of providers, turned into those of the price book, which bills are read by. */
export function priceProviderSql(
  names: Readonly<Record<string, string>>,
): Readonly<{ sql: string; parameters: SqlParameters }> {
  const parameters: Record<string, SqlParameter> = {};
  const cases = Object.entries(names).map(([own, price], index) => {
    parameters[`own_provider_${index}`] = { type: "text", text: own };
    parameters[`price_provider_${index}`] = { type: "text", text: price };
    return `when $own_provider_${index} then $price_provider_${index}`;
  });
  const sql =
    cases.length === 0 ? "provider" : `case provider ${cases.join(" ")} else provider end`;
  return { sql, parameters };
}
