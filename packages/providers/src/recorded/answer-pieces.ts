import { isJsonObject, type JsonObject } from "../json-values.ts";
import { readSseEvent, SseEventEnds } from "../sse-events.ts";

/**
 * The JSON objects that a recorded body is made of: one for an answer in one piece, the events of a stream
 * otherwise. `frames` are Amazon's binary event stream, which is not taken apart here.
 */
export type AnswerPieces =
  | Readonly<{ kind: "json"; objects: readonly [JsonObject] }>
  | Readonly<{ kind: "array" | "lines" | "events"; objects: readonly JsonObject[] }>
  | Readonly<{ kind: "frames" }>
  | Readonly<{ kind: "unreadable"; reason: string }>;

export type ObjectPieces = Extract<AnswerPieces, { objects: readonly JsonObject[] }>;

/** Recognises by its bytes how a body is laid out, since recordings rarely keep a content type. */
export function answerPieces(bytes: Buffer): AnswerPieces {
  // A frame begins with its length in four bytes; text never begins with a zero.
  if (bytes[0] === 0) return { kind: "frames" };
  const text = bytes.toString("utf8").trim();
  if (text === "") return { kind: "unreadable", reason: "the answer has no body" };
  const whole = parsed(text);
  if (isJsonObject(whole)) return { kind: "json", objects: [whole] };
  if (Array.isArray(whole)) return ofObjects("array", whole);
  if (whole !== undefined) {
    return { kind: "unreadable", reason: "the answer is neither an object nor a list of them" };
  }
  if (/^(?:data|event|id|retry)?:/.test(text)) {
    return { kind: "events", objects: eventObjects(bytes) };
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const objects = lines.map(parsed);
  if (lines.length > 1 && isJsonObject(objects[0])) return ofObjects("lines", objects);
  return { kind: "unreadable", reason: "the answer broke off or is no JSON" };
}

function ofObjects(kind: "array" | "lines", values: readonly unknown[]): AnswerPieces {
  const at = values.findIndex((value) => !isJsonObject(value));
  if (at === -1) return { kind, objects: values.filter(isJsonObject) };
  const place = kind === "array" ? `element ${at + 1}` : `line ${at + 1}`;
  return { kind: "unreadable", reason: `${place} is not a JSON object` };
}

/** Only to tell which API it is: what cannot be read here is the meter's to report. */
function eventObjects(bytes: Buffer): readonly JsonObject[] {
  const objects: JsonObject[] = [];
  const borders = [0, ...new SseEventEnds().scan(bytes), bytes.length];
  for (const [index, end] of borders.entries()) {
    const event = readSseEvent(bytes.subarray(borders[index - 1] ?? 0, end));
    const json = event.data === undefined ? undefined : parsed(event.data);
    if (isJsonObject(json)) objects.push(json);
  }
  return objects;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
};
