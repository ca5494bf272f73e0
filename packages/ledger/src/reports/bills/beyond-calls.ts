import type { SqlParameter, SqlParameters } from "../ask.ts";
import { explainable } from "../bill-coverage.ts";

/**
 * Lines that no call to some providers could explain: they are for something else than the use of models, or of another
 * provider. Without providers that is every line.
 *
 * @param providers names of the price book, by which bills are read
 */
export function beyondCallsTo(
  providers: readonly string[] | undefined,
): Readonly<{ where: string; parameters: SqlParameters }> {
  if (providers === undefined || providers.length === 0) return { where: "true", parameters: {} };
  const parameters: Record<string, SqlParameter> = {};
  const names = providers.map((provider, index) => {
    parameters[`called_provider_${index}`] = { type: "text", text: provider };
    return `$called_provider_${index}`;
  });
  const where = `not (${explainable} and coalesce(provider, '') in (${names.join(", ")}))`;
  return { where, parameters };
}
