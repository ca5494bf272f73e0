import type { FrameFormat } from "../bedrock/frame-meter.ts";
import { isJsonObject, type JsonObject } from "../json-values.ts";
import type { MeterReading } from "../meter.ts";
import { noFacts, readingOf } from "../stream-facts.ts";
import { endOf } from "./end-of-answer.ts";

/** Events of frames that something has taken apart: each by the name of its type, or the model's own. */
export function readFrameObjects(
  format: FrameFormat,
  objects: readonly JsonObject[],
): MeterReading {
  const facts = { ...noFacts(), answerIsWhole: false };
  let ended = false;
  for (const object of objects) {
    const [type = "", body] = Object.entries(object)[0] ?? [];
    const own = Object.keys(object).length === 1 && isJsonObject(body);
    const bytes = Buffer.from(JSON.stringify(object)).toString("base64");
    const [event, value]: [string, JsonObject] = own ? [type, body] : ["chunk", { bytes }];
    if (!format.isOfInterest(event)) continue;
    ended = format.readEvent(event, value, facts) === "terminal" || ended;
  }
  return readingOf(facts, format, endOf(ended || facts.answerIsWhole));
}
