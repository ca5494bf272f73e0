import { joinChunks } from "../join-chunks.ts";
import { isJsonObject, type JsonObject, listOrEmpty, objectOrAbsent } from "../json-values.ts";
import type { Meter, MeterReading, UsageReading } from "../meter.ts";
import { providerErrorText } from "../provider-error.ts";
import { noFacts, readingOf } from "../stream-facts.ts";
import { type RetainedStream, type RetainingMeter, StreamRetention } from "../stream-retention.ts";
import { takeAnswerFacts } from "./answer-facts.ts";
import { Grounding } from "./grounding.ts";
import type { StreamEvents } from "./stream-events.ts";
import { readGeminiUsage } from "./usage.ts";

/**
 * Meters `streamGenerateContent`. A stream has no terminal event: it is whole when every candidate has said
 * why it finished (or the prompt was blocked, or an error was told) and, in its array form, the bracket is
 * closed. Usage is cumulative, so the last figure counts, and is final only with the end
 * (`usageMetadata` of https://ai.google.dev/api/generate-content, not read again). From the first reason
 * on, the newest event is held, since none says that it is the last.
 */
export class GeminiStreamMeter implements Meter, RetainingMeter {
  /** The end is known only when the body ends. */
  readonly ended = false;
  readonly #events: StreamEvents;
  readonly #retention: StreamRetention;
  readonly #facts = noFacts();
  readonly #grounding = new Grounding();
  /** Candidates by their index, and whether each has finished. */
  readonly #candidates = new Map<number, boolean>();
  #pending: Buffer[] = [];
  #held: Buffer[] = [];
  #holding = false;
  #blocked = false;
  #relayed = false;
  #finished = false;
  #cut = false;
  #garbled: string | undefined;

  constructor(events: StreamEvents, maxRetainedBytes: number) {
    this.#events = events;
    this.#retention = new StreamRetention(maxRetainedBytes);
  }

  retained(): RetainedStream {
    return this.#retention.view();
  }

  push(chunk: Buffer): Buffer | undefined {
    if (chunk.length === 0) return undefined;
    this.#retention.add(chunk);
    const passed: Buffer[] = [];
    let from = 0;
    for (const end of this.#events.scan(chunk)) {
      this.#pending.push(chunk.subarray(from, end));
      from = end;
      this.#take(Buffer.concat(this.#pending), passed);
      this.#pending = [];
    }
    if (from < chunk.length) this.#pending.push(chunk.subarray(from));
    if (passed.length > 0) this.#relayed = true;
    return joinChunks(passed);
  }

  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    const tail = joinChunks(this.#pending);
    this.#pending = [];
    if (tail !== undefined) this.#takeTail(tail);
    if (this.#isWhole()) return;
    // Whole events only, and the place for one of the caller's own.
    const relayed = this.#relayed || this.#held.length > 0;
    const joint = this.#events.joint(relayed);
    if (joint !== "") this.#held.push(Buffer.from(joint));
  }

  release(): Buffer | undefined {
    const held = joinChunks(this.#held);
    this.#held = [];
    return held;
  }

  reading(): MeterReading {
    const readUsage = (raw: JsonObject): UsageReading =>
      this.#grounding.addTo(readGeminiUsage(raw), this.#facts.responseModel);
    return readingOf(this.#facts, { readUsage }, this.#problem());
  }

  #problem(): Pick<MeterReading, "state" | "problem"> {
    const cut = this.#cut ? "; the last event was cut and left out" : "";
    if (this.#garbled !== undefined) return { state: "garbled", problem: this.#garbled + cut };
    if (this.#finished && this.#isWhole()) return { state: "complete" };
    const missing =
      this.#events.closed === false && this.#saidAll()
        ? "the array was not closed"
        : "the stream ended before a reason to finish";
    return { state: "truncated", problem: missing + cut };
  }

  #isWhole(): boolean {
    return this.#garbled === undefined && this.#saidAll() && this.#events.closed !== false;
  }

  /** All candidates that were begun have finished, or there will be none. */
  #saidAll(): boolean {
    if (this.#blocked || this.#facts.providerError !== undefined) return true;
    return this.#candidates.size > 0 && [...this.#candidates.values()].every((done) => done);
  }

  /** What follows the last event: white space, half an event, or one that lacks its last empty line. */
  #takeTail(tail: Buffer): void {
    if (tail.toString("latin1").trim() === "") {
      this.#held.push(tail);
      return;
    }
    // Half an element of an array, or what stands after its end, is nothing that could be read.
    if (this.#events.closed !== undefined) {
      this.#cut = true;
      return;
    }
    const before = { held: [...this.#held], garbled: this.#garbled };
    const passed: Buffer[] = [];
    this.#take(tail, passed);
    this.#cut = !this.#events.atEnd && (this.#garbled !== before.garbled || !this.#saidAll());
    if (!this.#cut) {
      this.#held.unshift(...passed);
      return;
    }
    this.#garbled = before.garbled;
    this.#held = before.held;
  }

  #take(event: Buffer, passed: Buffer[]): void {
    this.#read(event);
    if (this.#saidSome()) this.#holding = true;
    if (!this.#holding) {
      passed.push(event);
      return;
    }
    // A closing bracket has nothing to tell: it belongs to the element before it.
    if (this.#events.closed !== true) passed.push(...this.#held.splice(0));
    this.#held.push(event);
  }

  #saidSome(): boolean {
    if (this.#blocked || this.#facts.providerError !== undefined) return true;
    return [...this.#candidates.values()].some((done) => done);
  }

  #read(event: Buffer): void {
    const { text, foreign } = this.#events.json(event);
    if (foreign) this.#garbled ??= "a part of the stream is no event of it";
    if (text === undefined) return;
    try {
      const json: unknown = JSON.parse(text);
      if (isJsonObject(json)) this.#readJson(json);
      else this.#garbled ??= "an event of the stream is not a JSON object";
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      this.#garbled ??= "an event of the stream is not JSON";
    }
  }

  #readJson(json: JsonObject): void {
    const facts = this.#facts;
    const stated = objectOrAbsent(json.usageMetadata) !== undefined;
    takeAnswerFacts(json, facts);
    this.#grounding.take(json);
    facts.providerError = providerErrorText(json.error) ?? facts.providerError;
    if (objectOrAbsent(json.promptFeedback)?.blockReason !== undefined) this.#blocked = true;
    for (const candidate of listOrEmpty(json.candidates)) {
      if (!isJsonObject(candidate)) continue;
      // Google leaves out what is zero.
      const index = typeof candidate.index === "number" ? candidate.index : 0;
      const done = typeof candidate.finishReason === "string";
      this.#candidates.set(index, done || this.#candidates.get(index) === true);
    }
    // A figure that came before the end does not count what came after it.
    if (stated) facts.usageIsFinal = this.#saidAll() && facts.providerError === undefined;
    else if (listOrEmpty(json.candidates).length > 0) facts.usageIsFinal = false;
  }
}
