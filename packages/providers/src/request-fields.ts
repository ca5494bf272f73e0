import { HeadgateError } from "@headgate/contract";
import { isJsonObject, type JsonObject } from "./json-values.ts";

const invalid = (field: string, expected: string): HeadgateError =>
  new HeadgateError("body_invalid", `${field}: expected ${expected}.`, { param: field });

/** @throws HeadgateError `body_invalid` */
export function modelOf(body: JsonObject): string {
  const { model } = body;
  if (typeof model !== "string" || model === "") throw invalid("model", "a non-empty string");
  return model;
}

/** Whether the answer is to be streamed; `null` is what OpenAI documents as "not said". */
export function streamOf(body: JsonObject): boolean {
  const { stream } = body;
  if (stream === undefined || stream === null) return false;
  if (typeof stream !== "boolean") throw invalid("stream", "true or false");
  return stream;
}

/** Whether `stream_options.include_usage` is true. */
export function includeUsageOf(body: JsonObject): boolean {
  const { stream_options: options } = body;
  if (options === undefined || options === null) return false;
  if (!isJsonObject(options)) throw invalid("stream_options", "an object");
  const { include_usage: included } = options;
  if (included === undefined || included === null) return false;
  if (typeof included !== "boolean") {
    throw invalid("stream_options.include_usage", "true or false");
  }
  return included;
}
