import type { IncomingHttpHeaders } from "node:http";
import { messages } from "../anthropic/messages/wire.ts";
import { converseStream } from "../bedrock/converse/stream.ts";
import { converse } from "../bedrock/converse/wire.ts";
import type { FrameFormat } from "../bedrock/frame-meter.ts";
import { invokeModelStream } from "../bedrock/invoke-model/stream.ts";
import { readInvokeModelUsage } from "../bedrock/invoke-model/usage.ts";
import { invokeModelWire } from "../bedrock/invoke-model/wire.ts";
import { streamGenerateContent, streamGenerateContentArray } from "../gemini/wires.ts";
import { isJsonObject, type JsonObject, textOrAbsent } from "../json-values.ts";
import type { Meter, MeterReading } from "../meter.ts";
import { chatCompletions } from "../openai/chat-completions/wire.ts";
import { embeddings } from "../openai/embeddings/wire.ts";
import { responses } from "../openai/responses/wire.ts";
import { runStream } from "../openai/runs/stream.ts";
import { noFacts, readingOf } from "../stream-facts.ts";
import { StreamMeter } from "../stream-meter.ts";
import type { UsageShape } from "../usage-shapes/usage-shape.ts";
import { usageShapes } from "../usage-shapes/usage-shapes.ts";
import type { Wire } from "../wire.ts";
import { answerPieces, type ObjectPieces } from "./answer-pieces.ts";
import { endOf } from "./end-of-answer.ts";
import { readFrameObjects } from "./frame-objects.ts";
import { type RecordedApi, tellApi, type UnbilledApi, unbilledApis, usageIn } from "./tell-api.ts";

/** One whole answer as it was recorded. */
export type RecordedAnswer = Readonly<{
  /** Who gave it, as the price book names them. */
  provider: string;
  /** Told from the answer's members unless said. */
  api?: RecordedApi;
  /** JSON, server-sent events, a list or lines of a stream's events, or Amazon's binary event stream. */
  body: string | Uint8Array;
  /** With lower-case names; Bedrock states tokens and tier there. */
  headers?: IncomingHttpHeaders;
}>;

/** What a meter would have read of the answer, and which API's it was. */
export type AnswerReading = MeterReading &
  Readonly<{
    /** `undefined` where the answer's members tell none that is known here. */
    api: RecordedApi | undefined;
    /** Why the provider bills nothing for it; absent where it bills. */
    unbilled?: string;
  }>;

const MAX_RETAINED_BYTES = 64 * 2 ** 20;

/**
 * Reads one whole recorded answer by the meters and readers that read answers as they pass. Never throws
 * and invents nothing: what cannot be read has no usage and says why in `problem`. The results of a batch
 * are many answers: `readBatchLine` reads each.
 */
export function readRecordedAnswer(answer: RecordedAnswer): AnswerReading {
  const bytes = Buffer.from(answer.body);
  const pieces = answerPieces(bytes);
  if (pieces.kind === "unreadable") {
    const state = /broke off|no body/.test(pieces.reason) ? "truncated" : "garbled";
    return { ...nothing(state, pieces.reason), api: answer.api };
  }
  if (pieces.kind === "frames") return readFrames(answer, bytes);
  const api = answer.api ?? apiOf(answer, pieces.objects);
  if (api === undefined) {
    const members = Object.keys(pieces.objects.at(-1) ?? {}).slice(0, 8);
    const reason = `no answer of a known API: its members are ${members.join(", ")}`;
    return { ...nothing("complete", reason), api };
  }
  if (isUnbilled(api)) return { ...nothing("complete"), api, unbilled: unbilledApis[api] };
  return { ...readAs(api, answer, pieces, bytes), api };
}

const isUnbilled = (api: RecordedApi): api is UnbilledApi => Object.hasOwn(unbilledApis, api);

/** Some providers' usage has no member of its own that tells it from another's. */
const apiOf = ({ provider }: RecordedAnswer, objects: readonly JsonObject[]) => {
  if (provider === "voyage") return "voyage" as const;
  const api = tellApi(objects);
  // Claude's own answer, given by InvokeModel; what the head says belongs to it.
  return provider === "bedrock" && api !== "bedrock.converse" && api !== "bedrock.guardrail"
    ? ("bedrock.invoke_model" as const)
    : api;
};

const wires: Readonly<Partial<Record<RecordedApi, Wire>>> = {
  "openai.chat_completions": chatCompletions,
  "openai.responses": responses,
  "openai.embeddings": embeddings,
  "gemini.generate_content": streamGenerateContent,
  "anthropic.messages": messages,
  "bedrock.converse": converse,
  "bedrock.invoke_model": invokeModelWire(""),
};

const frameFormats: Readonly<Partial<Record<RecordedApi, FrameFormat>>> = {
  "bedrock.converse": converseStream,
  "bedrock.invoke_model": invokeModelStream,
};

function readAs(
  api: Exclude<RecordedApi, UnbilledApi>,
  answer: RecordedAnswer,
  pieces: ObjectPieces,
  bytes: Buffer,
): MeterReading {
  if (api === "gemini.generate_content" && pieces.kind === "array") {
    return metered(
      streamGenerateContentArray.createMeter({ ...meterOptions, stream: true }),
      bytes,
    );
  }
  if (api === "openai.runs" && pieces.kind === "events") {
    return metered(new StreamMeter(runStream, meterOptions), bytes);
  }
  const wire = wires[api];
  const shape: UsageShape = usageShapes[api];
  if (wire === undefined) return readStated(shape, pieces);
  const { headers } = answer;
  const options = { ...meterOptions, ...(headers !== undefined && { headers }) };
  if (pieces.kind === "json") {
    const read = metered(wire.createMeter({ ...options, stream: false }), bytes);
    return read.usageOrigin === "none" && api === "bedrock.invoke_model"
      ? ofFamily(read, pieces.objects[0])
      : read;
  }
  if (pieces.kind === "events") {
    return metered(wire.createMeter({ ...options, stream: true }), bytes);
  }
  const frames = frameFormats[api];
  return frames === undefined
    ? readStated(shape, pieces)
    : readFrameObjects(frames, pieces.objects);
}

const meterOptions = { hideUsageChunk: false, maxRetainedBytes: MAX_RETAINED_BYTES };

function metered(meter: Meter, bytes: Buffer): MeterReading {
  meter.push(bytes);
  meter.finish();
  meter.release();
  return meter.reading();
}

/** Frames do not say which operation they answer; Converse's own events are told by their usage. */
function readFrames(answer: RecordedAnswer, bytes: Buffer): AnswerReading {
  const headers = answer.headers ?? {};
  const apis =
    answer.api === undefined
      ? (["bedrock.converse", "bedrock.invoke_model"] as const)
      : ([answer.api] as const);
  let read: AnswerReading = { ...nothing("garbled", "no API streams frames"), api: answer.api };
  for (const api of apis) {
    const meter = wires[api]?.createMeter({ ...meterOptions, headers, stream: true });
    if (meter === undefined || frameFormats[api] === undefined) continue;
    read = { ...metered(meter, bytes), api };
    if (read.usageOrigin === "provider") return read;
  }
  return read;
}

/** The last usage that is stated, by an API that states it once, at its end. */
function readStated(shape: UsageShape, { objects }: ObjectPieces): MeterReading {
  const facts = noFacts();
  const [first] = objects;
  const format = shape.stream?.();
  for (const object of objects) {
    if (format !== undefined && objects.length > 1) {
      format.readJson(object, { name: undefined, data: "", foreign: false }, facts);
      continue;
    }
    facts.rawUsage = usageIn(object) ?? facts.rawUsage;
    facts.responseModel = textOrAbsent(object.model) ?? facts.responseModel;
    facts.responseId = textOrAbsent(object.id) ?? facts.responseId;
    facts.serviceTier = textOrAbsent(object.service_tier) ?? facts.serviceTier;
  }
  if (facts.rawUsage === undefined && objects.length === 1) facts.rawUsage = first;
  facts.usageIsFinal = isJsonObject(facts.rawUsage);
  return readingOf(
    facts,
    { readUsage: (raw, { responseModel }) => shape.read(raw, responseModel) },
    endOf(facts.usageIsFinal),
  );
}

/** Bodies whose family has no `usage`, recorded without their head. */
function ofFamily(read: MeterReading, body: JsonObject): MeterReading {
  const { usage, violations } = readInvokeModelUsage(body, undefined);
  return Object.keys(usage).length === 0
    ? read
    : { ...read, usage, violations, usageOrigin: "provider", rawUsage: body };
}

const nothing = (state: MeterReading["state"], problem?: string): MeterReading => ({
  state,
  ...(problem !== undefined && { problem }),
  usage: {},
  usageOrigin: "none",
  violations: [],
});
