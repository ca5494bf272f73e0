import { joinChunks } from "../../join-chunks.ts";
import { isJsonObject } from "../../json-values.ts";
import type { Meter, MeterReading } from "../../meter.ts";
import { readingOf } from "../../stream-facts.ts";
import {
  type RetainedStream,
  type RetainingMeter,
  StreamRetention,
} from "../../stream-retention.ts";
import type { StreamPiece, StreamSplitter } from "../stream-pieces.ts";
import { readGeminiUsage } from "../usage.ts";
import { AnswerFacts } from "./answer-facts.ts";

/**
 * Meters `streamGenerateContent`. An array says where it ends; server-sent events only stop coming, and
 * usage may follow a candidate's `finishReason`. So from a piece with which the answer may be whole on,
 * each is held until the next one comes, and the last until the stream has ended.
 */
export class GeminiStreamMeter implements Meter, RetainingMeter {
  readonly #splitter: StreamSplitter;
  readonly #retention: StreamRetention;
  readonly #facts = new AnswerFacts();
  #held: Buffer[] = [];
  #ended = false;
  #released = false;
  #finished = false;
  /** The stream ended within a piece, which is neither relayed nor part of a complete answer. */
  #cut = false;
  #unreadable: string | undefined;

  constructor(splitter: StreamSplitter, maxRetainedBytes: number) {
    this.#splitter = splitter;
    this.#retention = new StreamRetention(maxRetainedBytes);
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
    const passed: Buffer[] = [];
    for (const piece of this.#splitter.push(chunk)) {
      passed.push(...this.#held.splice(0));
      this.#read(piece);
      if (piece.isEnd) this.#end();
      const mayBeLast = this.#ended || this.#facts.isWhole;
      (mayBeLast ? this.#held : passed).push(piece.bytes);
    }
    if (this.#ended) {
      // What follows the end waits behind it.
      const rest = this.#splitter.takePending();
      if (rest !== undefined) this.#held.push(rest);
    }
    return joinChunks(passed);
  }

  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    const pending = this.#splitter.takePending();
    if (pending === undefined) return;
    const errorBefore = this.#facts.said.providerError;
    const last = this.#splitter.lastPiece(pending);
    const reads = last !== undefined && this.#read(last, true);
    const isLast = this.#facts.isWhole || this.#facts.said.providerError !== errorBefore;
    // Half a piece would run into whatever the client is told next.
    this.#cut = !(reads && isLast);
    if (!this.#cut) this.#held.push(pending);
  }

  release(): Buffer | undefined {
    if (this.#ended) this.#released = true;
    else if (this.reading().state !== "complete" && this.#splitter.separator !== "") {
      this.#held.push(Buffer.from(this.#splitter.separator));
    }
    const held = joinChunks(this.#held);
    this.#held = [];
    return held;
  }

  reading(): MeterReading {
    const { said, isWhole } = this.#facts;
    said.usageIsFinal = said.rawUsage !== undefined && (this.#ended || isWhole);
    return readingOf(said, readGeminiUsage, this.#problem());
  }

  #problem(): Pick<MeterReading, "state" | "problem"> {
    const cut = this.#cut ? "; the last piece was cut and left out" : "";
    const garbled = this.#splitter.problem ?? this.#unreadable;
    if (garbled !== undefined) return { state: "garbled", problem: garbled + cut };
    // An error of the provider's own is an end too, where nothing but the end follows.
    const told = this.#facts.isWhole || this.#facts.said.providerError !== undefined;
    if (this.#ended || (this.#finished && !this.#cut && told)) return { state: "complete" };
    return { state: "truncated", problem: `the stream ended before the answer did${cut}` };
  }

  #end(): void {
    this.#ended = true;
    if (this.#facts.said.rawUsage !== undefined) this.#retention.clear();
  }

  /** @param cut the piece may lack its end: what cannot be read of it is missing, not garbled */
  #read({ json }: StreamPiece, cut = false): boolean {
    if (json === undefined) return false;
    try {
      const response: unknown = JSON.parse(json);
      if (isJsonObject(response)) {
        this.#facts.add(response);
        return true;
      }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    if (!cut) this.#unreadable ??= "a piece of the stream is not a JSON object";
    return false;
  }
}
