import { isJsonObject, type JsonObject, listOrEmpty } from "@headgate/providers";
import { parseJsonKeepingNumbers } from "../read/number-text.ts";
import { readJson } from "../read/read-json.ts";
import { skipAt } from "../read/read-skip.ts";
import { timeMsOf } from "../row/time-ms.ts";
import type { Found, ReadContext, SourceFile } from "../source.ts";

/** A stretch of time of a provider's admin API, and what it says of it. */
export type Bucket = Readonly<{
  kind: "bucket";
  startMs: number;
  endMs: number;
  results: readonly JsonObject[];
  /** Which answer of the file it is of, from 0: a page behind one that says that no more follow begins the next. */
  answer: number;
  place: string;
}>;

/**
 * The buckets of saved answers of an admin API: pages `{data: [bucket…], has_more}`, one, several behind each other
 * or in a list, or the buckets alone. Numbers that are money stay their text. A last page that says that more follow
 * is told, and so is an answer that is no page, as an error is: what is not there is not nothing.
 */
export async function* readBuckets(
  file: SourceFile,
  context: ReadContext,
): AsyncIterable<readonly (Bucket | Found)[]> {
  let openEnd: string | undefined;
  let answer = 0;
  let isFinished = false;
  const options = { ...context, parse: parseJsonKeepingNumbers };
  for await (const pieces of readJson(file, options)) {
    const found: (Bucket | Found)[] = [];
    for (const piece of pieces) {
      if (piece.kind === "skip") {
        found.push(piece);
        continue;
      }
      const { value, place } = piece;
      if (isFinished) answer += 1;
      isFinished = value.has_more === false;
      if (value.has_more !== undefined) openEnd = value.has_more === true ? place : undefined;
      for (const one of bucketsOf(value, { place, answer })) found.push(one);
    }
    yield found;
  }
  if (openEnd !== undefined) {
    yield [
      { kind: "warning", warning: "The last page says that more pages follow.", place: openEnd },
    ];
  }
}

function bucketsOf(
  value: JsonObject,
  { place, answer }: Readonly<{ place: string; answer: number }>,
): readonly (Bucket | Found)[] {
  if (!isBucket(value) && !Array.isArray(value.data)) {
    // A page that failed and was saved behind good ones: what it would have had is missing.
    return [skipAt("row_malformed", place, "Neither a page with data nor a bucket with results.")];
  }
  const buckets = isBucket(value) ? [value] : listOrEmpty(value.data).filter(isJsonObject);
  return buckets.map((bucket, index): Bucket | Found => {
    const at = isBucket(value) ? place : `${place} bucket ${index + 1}`;
    const startMs = timeMsOf(bucket.start_time ?? bucket.starting_at);
    const endMs = timeMsOf(bucket.end_time ?? bucket.ending_at);
    if (startMs === undefined || endMs === undefined || endMs < startMs) {
      return skipAt("time_unreadable", at, "The bucket's start or end.");
    }
    // The reference of OpenAI's API calls the list `result`, its answers `results`.
    const results = listOrEmpty(bucket.results ?? bucket.result).filter(isJsonObject);
    return { kind: "bucket", startMs, endMs, results, answer, place: at };
  });
}

const isBucket = (value: JsonObject): boolean =>
  Array.isArray(value.results) || Array.isArray(value.result);
