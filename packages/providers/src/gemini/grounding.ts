import {
  isJsonObject,
  type JsonObject,
  listOrEmpty,
  objectOrAbsent,
  textOrAbsent,
} from "../json-values.ts";
import type { UsageReading } from "../meter.ts";

/**
 * What Google's tools searched for one answer, gathered from its candidates, chunk by chunk. `usageMetadata`
 * does not count it; `groundingMetadata` states the queries and what was found
 * (`GroundingMetadata` in https://www.npmjs.com/package/@google/genai 2.32.0, read 2026-11-28).
 */
export class Grounding {
  /** Unique queries; "we ignore the empty web search queries when counting unique queries". */
  readonly #queries = new Set<string>();
  #web = false;
  #maps = false;

  /** Takes what the candidates of one chunk, or of the whole answer, say. */
  take(chunk: JsonObject): void {
    for (const candidate of listOrEmpty(chunk.candidates)) {
      const metadata = isJsonObject(candidate)
        ? objectOrAbsent(candidate.groundingMetadata)
        : undefined;
      if (metadata === undefined) continue;
      for (const field of ["webSearchQueries", "imageSearchQueries"]) {
        for (const query of listOrEmpty(metadata[field])) {
          const text = textOrAbsent(query)?.trim();
          if (text !== undefined && text !== "") this.#queries.add(text);
        }
      }
      for (const found of listOrEmpty(metadata.groundingChunks).filter(isJsonObject)) {
        if (found.web !== undefined || found.image !== undefined) this.#web = true;
        if (found.maps !== undefined) this.#maps = true;
      }
      if (textOrAbsent(metadata.googleMapsWidgetContextToken) !== undefined) this.#maps = true;
    }
  }

  /**
   * Adds the searches as Google bills them: from Gemini 3 on each unique query, before that each prompt for
   * which it searched (https://ai.google.dev/gemini-api/docs/google-search, read 2026-11-28). Where both
   * Search and Maps were used, the answer does not say which query went to which: from Gemini 3 on, where a
   * query costs the same at both, all stand under the searches.
   *
   * @param model the model that answered, whose name tells the generation
   */
  addTo(read: UsageReading, model: string | undefined): UsageReading {
    const searched = this.#web || (this.#queries.size > 0 && !this.#maps);
    if (!searched && !this.#maps) return read;
    const generation = generationOf(model);
    const byQuery = generation !== undefined && generation >= 3;
    const violations = [...read.violations];
    if (generation === undefined && this.#queries.size > 1) {
      violations.push(
        `whether its ${this.#queries.size} search queries are billed one by one is not known for ${model ?? "an unnamed model"}`,
      );
    }
    if (byQuery && searched && this.#queries.size === 0) {
      violations.push("it was grounded with a search whose queries are not stated");
    }
    const pieces = byQuery ? Math.max(this.#queries.size, 1) : 1;
    const usage = { ...read.usage };
    if (searched) usage.web_searches = pieces;
    if (this.#maps && !(byQuery && searched)) usage.maps_requests = pieces;
    return { usage, violations };
  }
}

/** `3` of `gemini-3.1-pro-preview`, also within a path. */
const generationOf = (model: string | undefined): number | undefined => {
  const digits = model === undefined ? undefined : /gemini-(\d+)/.exec(model)?.[1];
  return digits === undefined ? undefined : Number(digits);
};
