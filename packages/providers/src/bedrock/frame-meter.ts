import { joinChunks } from "../join-chunks.ts";
import { isJsonObject, type JsonObject, textOrAbsent } from "../json-values.ts";
import type { Meter, MeterReading, UsageReading } from "../meter.ts";
import { noFacts, readingOf, type StreamFacts } from "../stream-facts.ts";
import { type RetainedStream, type RetainingMeter, StreamRetention } from "../stream-retention.ts";
import { decodeFrame, type FrameMessage } from "./frame-codec.ts";
import { FrameSplitter } from "./frame-splitter.ts";

/** `relay`: an event as any other. `terminal`: nothing of the answer follows it. */
export type FrameKind = "relay" | "terminal";

/** What a stream has said, and whether the model's answer is whole though its usage may be missing. */
export type FrameFacts = StreamFacts & { answerIsWhole: boolean };

/** What one operation knows of its streams. */
export interface FrameFormat {
  /** Reads the body of an event. Not called for exceptions, which end every stream alike. */
  readEvent(type: string, body: JsonObject, facts: FrameFacts): FrameKind;
  /** False for events that say nothing of interest, whose body need not be parsed. */
  isOfInterest(type: string): boolean;
  readUsage(raw: JsonObject, facts: StreamFacts): UsageReading;
}

/** Meters a stream of `application/vnd.amazon.eventstream`, frame by frame, whatever the chunks' borders. */
export class FrameMeter implements Meter, RetainingMeter {
  readonly #format: FrameFormat;
  readonly #frames = new FrameSplitter();
  readonly #retention: StreamRetention;
  readonly #facts: FrameFacts;
  #held: Buffer[] = [];
  #ended = false;
  #released = false;
  #finished = false;
  /** The stream ended within a frame, which is neither relayed nor part of a complete answer. */
  #cut = false;
  #garbled: string | undefined;
  /** Where the frame that is being read begins. */
  #at = 0;

  /** @param known what the head of the answer has said */
  constructor(format: FrameFormat, maxRetainedBytes: number, known: Partial<StreamFacts> = {}) {
    this.#format = format;
    this.#retention = new StreamRetention(maxRetainedBytes);
    this.#facts = { ...noFacts(), answerIsWhole: false, ...known };
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** What was kept of the stream, to estimate from when it was cut. */
  retained(): RetainedStream {
    return this.#retention.view();
  }

  push(chunk: Buffer): Buffer | undefined {
    if (chunk.length === 0) return undefined;
    if (this.#ended) {
      if (this.#released) return chunk;
      this.#held.push(chunk);
      return undefined;
    }
    this.#retention.add(chunk);
    const wasMidFrame = this.#frames.midFrame;
    const { frames, rest } = this.#frames.push(chunk);
    const passed: Buffer[] = [];
    for (const frame of frames) {
      if (!this.#ended && this.#read(frame) === "terminal") this.#end();
      (this.#ended ? this.#held : passed).push(frame);
    }
    if (rest !== undefined) {
      this.#garbled ??= `the frame at byte ${this.#frames.frameStart} has no valid length`;
      (this.#ended ? this.#held : passed).push(rest);
    } else if (this.#ended) {
      // What follows the end waits behind it, whole or not.
      this.#held.push(...this.#frames.takePending());
    }
    const untouched = !wasMidFrame && !this.#frames.midFrame && !this.#ended && rest === undefined;
    return untouched ? chunk : joinChunks(passed);
  }

  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    // Half a frame would run into whatever the client is told next.
    this.#cut = this.#frames.midFrame;
  }

  release(): Buffer | undefined {
    if (this.#ended) this.#released = true;
    const held = joinChunks(this.#held);
    this.#held = [];
    return held;
  }

  reading(): MeterReading {
    return readingOf(this.#facts, this.#format, this.#problem());
  }

  #problem(): Pick<MeterReading, "state" | "problem"> {
    const cut = this.#cut ? "; the last frame was cut and left out" : "";
    if (this.#garbled !== undefined) return { state: "garbled", problem: this.#garbled + cut };
    const whole = this.#finished && !this.#cut && this.#facts.answerIsWhole;
    if (this.#ended || whole) return { state: "complete" };
    return { state: "truncated", problem: `the stream ended without its last event${cut}` };
  }

  #end(): void {
    this.#ended = true;
    if (this.#facts.usageIsFinal) this.#retention.clear();
  }

  #read(frame: Buffer): FrameKind {
    const place = this.#at;
    this.#at += frame.length;
    const message = decodeFrame(frame);
    if (message === undefined) {
      this.#garbled ??= `the frame at byte ${place} does not match its checksum`;
      return "relay";
    }
    const kind = message.headers[":message-type"];
    if (kind === "exception" || kind === "error") {
      this.#facts.providerError = errorText(message);
      return "terminal";
    }
    const type = message.headers[":event-type"];
    if (type === undefined || !this.#format.isOfInterest(type)) return "relay";
    const body = jsonOf(message.body);
    if (body === undefined) {
      this.#garbled ??= `the ${type} at byte ${place} is not a JSON object`;
      return "relay";
    }
    return this.#format.readEvent(type, body, this.#facts);
  }
}

/** One line for an exception (modelled, with a JSON body) or an error (not modelled, in its headers). */
function errorText({ headers, body }: FrameMessage): string {
  const kind = headers[":exception-type"] ?? headers[":error-code"];
  const message = textOrAbsent(jsonOf(body)?.message) ?? headers[":error-message"];
  const said = [kind, message].filter((part) => part !== undefined && part !== "").join(": ");
  return said === "" ? "the provider reported an error without saying which" : said;
}

/** The body as a JSON object; `undefined` when it is none. */
export function jsonOf(body: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
