import { isJsonObject, type JsonObject } from "../json-values.ts";
import type { UsageReading } from "../meter.ts";
import type { SseEvent } from "../sse-events.ts";
import type { StreamFacts, StreamFormat } from "../stream-meter.ts";
import type { UsageShape } from "./usage-shape.ts";
import { recogniseUsage, type UsageShapeName, usageShapes } from "./usage-shapes.ts";

/** Usage that stood in a log, a recording or a file, and is read without the call it belongs to. */
export type RecordedUsage = Readonly<{
  /** The objects in which usage was stated, in their order; one, where the answer was no stream. */
  statements: readonly UsageStatement[];
  /** Which API stated it; told from the members unless said. */
  shape?: UsageShapeName;
  model?: string;
}>;

export type UsageStatement = Readonly<{
  /** The stream's event by its name or type; absent where there was none. */
  event?: string | undefined;
  usage: unknown;
}>;

/** How recorded usage was read; `unread` says why it could not be. */
export type RecordedReading =
  | Readonly<{ kind: "read"; shape: UsageShapeName; raw: JsonObject } & UsageReading>
  | Readonly<{ kind: "unread"; reason: string }>;

/**
 * Reads usage that was recorded, by the same readers that meter answers as they pass. Of several statements
 * of a stream only what the format takes for final counts: the last, or for Anthropic the last of each
 * member. Never throws; nothing is invented.
 */
export function readRecordedUsage(recorded: RecordedUsage): RecordedReading {
  const raws = recorded.statements.map(({ usage }) => usage).filter(isJsonObject);
  const last = raws.at(-1);
  if (last === undefined) return { kind: "unread", reason: "no usage is stated" };
  const shape = recorded.shape ?? recogniseFirst(raws);
  if (shape === undefined) {
    const members = Object.keys(last).slice(0, 8).join(", ");
    return { kind: "unread", reason: `no usage of a known shape: its members are ${members}` };
  }
  const { stream, read }: UsageShape = usageShapes[shape];
  if (stream === undefined || recorded.statements.length === 1) {
    return { kind: "read", shape, raw: last, ...read(last, recorded.model) };
  }
  const facts = gather(stream(), recorded);
  if (!isJsonObject(facts.rawUsage)) return { kind: "unread", reason: "no usage is stated" };
  return { kind: "read", shape, raw: facts.rawUsage, ...read(facts.rawUsage, facts.responseModel) };
}

/** The first statement of a stream is the fullest of those whose later ones only correct it. */
const recogniseFirst = (raws: readonly JsonObject[]): UsageShapeName | undefined => {
  for (const raw of raws) {
    const shape = recogniseUsage(raw);
    if (shape !== undefined) return shape;
  }
  return undefined;
};

/** Runs the statements through the stream's own reader, each in an event like the one it stood in. */
function gather(format: StreamFormat, { statements, model }: RecordedUsage): StreamFacts {
  const facts: StreamFacts = {
    rawUsage: undefined,
    usageIsFinal: false,
    responseModel: model,
    responseId: undefined,
    serviceTier: undefined,
    stopReason: undefined,
    providerError: undefined,
  };
  for (const { event, usage } of statements) {
    const json = { type: event, usage, message: { usage } };
    const sse: SseEvent = { name: event, data: "", foreign: false };
    format.readJson(json, sse, facts);
  }
  return facts;
}
