import { isJsonObject, type JsonObject, listOrEmpty, textOrAbsent } from "../../json-values.ts";

/** The iterations of a message, by whose work they are. */
export type Iterations = Readonly<{
  own: readonly JsonObject[];
  others: readonly Readonly<{ model: string; iteration: JsonObject }>[];
  /** Attempts that were declined before any output. */
  unbilled: readonly Readonly<{ model: string; iteration: JsonObject }>[];
}>;

const none: Iterations = { own: [], others: [], unbilled: [] };

/**
 * Sorts the iterations of a message (`BetaIterationsUsage` in
 * https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read 2026-11-28): each is its own model's work,
 * and one that names no model is the message's. Another model's are an advisor's, and `message`
 * entries of models that declined before a fallback answered.
 *
 * A request that is refused without any output is not billed (Anthropic's release notes, as
 * https://usingclaude.com/en/news/updates/on-the-claude-api-you-are-no-longer-billed-for-a-r-59d414a0
 * has them, read 2026-11-28); one that is declined after some output is billed for both
 * (https://github.com/openclaw/openclaw/pull/99906 on Anthropic's page of refusals and fallback, read that day).
 */
export function iterationsOf(raw: JsonObject, model: string | undefined): Iterations {
  if (!Array.isArray(raw.iterations) || raw.iterations.length === 0) return none;
  const own: JsonObject[] = [];
  const others: { model: string; iteration: JsonObject }[] = [];
  const unbilled: { model: string; iteration: JsonObject }[] = [];
  for (const iteration of raw.iterations.filter(isJsonObject)) {
    const named = textOrAbsent(iteration.model);
    if (named === undefined || isSameModel(named, model)) own.push(iteration);
    else {
      const declined = iteration.type === "message" && iteration.output_tokens === 0;
      (declined ? unbilled : others).push({ model: named, iteration });
    }
  }
  return { own, others, unbilled };
}

/**
 * The model of the fallback that answered: its entry says so, while the start of a stream names the model
 * that declined (`BetaFallbackMessageIterationUsage`, as above). `undefined` where none answered.
 */
export function fallbackModel(raw: JsonObject): string | undefined {
  const served = listOrEmpty(raw.iterations)
    .filter(isJsonObject)
    .findLast(({ type }) => type === "fallback_message");
  return textOrAbsent(served?.model);
}

/** A snapshot and the name that stands for it are one model; two snapshots are two. */
const isSameModel = (named: string, model: string | undefined): boolean =>
  model !== undefined && (named === model || undated(named) === model || named === undated(model));
const undated = (model: string): string => model.replace(/[-@]\d{8}$/, "");
