import { joinChunks } from "./join-chunks.ts";
import { isJsonObject, type JsonObject } from "./json-values.ts";
import type { Meter, MeterReading, UsageReading } from "./meter.ts";
import { readSseEvent, type SseEvent, SseEventEnds } from "./sse-events.ts";
import { noFacts, readingOf, type StreamFacts } from "./stream-facts.ts";
import { type RetainedStream, type RetainingMeter, StreamRetention } from "./stream-retention.ts";
import type { MeterOptions } from "./wire.ts";

export type { StreamFacts } from "./stream-facts.ts";

/** `relay`: an event as any other. `usage-chunk`: it exists only to carry usage. `terminal`: the last one. */
export type EventKind = "relay" | "usage-chunk" | "terminal";

/** What one wire format knows of its streams. */
export interface StreamFormat {
  /**
   * Global; what it does not find in an event certainly says nothing of interest, so that most of a
   * stream is never parsed. It may err towards finding only. It runs on chunks read as Latin-1 (one
   * character a byte, so offsets are the chunk's own), and no match holds a line end.
   */
  readonly marks: RegExp;
  /** Reads an event that is not JSON, e.g. `[DONE]`; `undefined` hands it to {@link readJson}. */
  readText(data: string, facts: StreamFacts): EventKind | undefined;
  readJson(json: JsonObject, event: SseEvent, facts: StreamFacts): EventKind;
  readUsage(raw: JsonObject, facts: StreamFacts): UsageReading;
}

/** How many events are parsed in search of the answer's id and model before giving up. */
const IDENTITY_ATTEMPTS = 8;

/** Meters a stream of server-sent events, event by event, whatever the chunks' borders. */
export class StreamMeter implements Meter, RetainingMeter {
  readonly #format: StreamFormat;
  readonly #hideUsageChunk: boolean;
  readonly #ends = new SseEventEnds();
  readonly #retention: StreamRetention;
  readonly #facts = noFacts();
  /** The parts of the event that has not ended yet. */
  #pending: Buffer[] = [];
  #held: Buffer[] = [];
  #ended = false;
  #released = false;
  #finished = false;
  /** The stream ended within an event, which is neither relayed nor part of a complete answer. */
  #cut = false;
  #identityAttempts = IDENTITY_ATTEMPTS;
  #garbled: string | undefined;

  constructor(format: StreamFormat, options: Omit<MeterOptions, "stream">) {
    this.#format = format;
    this.#hideUsageChunk = options.hideUsageChunk;
    this.#retention = new StreamRetention(options.maxRetainedBytes);
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
    const text = chunk.toString("latin1");
    const ends = this.#ends.scan(chunk, text);
    const last = ends[ends.length - 1];
    if (last === undefined) {
      this.#pending.push(chunk);
      return undefined;
    }
    const passed: Buffer[] = [];
    let from = 0;
    let next = 0;
    if (this.#pending.length > 0) {
      from = ends[0] as number;
      next = 1;
      this.#pending.push(chunk.subarray(0, from));
      const event = Buffer.concat(this.#pending);
      this.#pending = [];
      const kind = this.#kindOf(event);
      if (kind === "terminal") return this.#hold([event, chunk.subarray(from)], passed);
      if (this.#relays(kind)) passed.push(event);
    }
    let runStart = from;
    while (from < last) {
      if (this.#identityAttempts === 0) {
        const mark = endOfNext(this.#format.marks, text, from);
        if (mark === undefined || mark > last) break;
        while ((ends[next] as number) < mark) {
          from = ends[next] as number;
          next += 1;
        }
      }
      const end = ends[next] as number;
      next += 1;
      const kind = this.#read(chunk.subarray(from, end));
      if (kind === "terminal") {
        if (runStart < from) passed.push(chunk.subarray(runStart, from));
        return this.#hold([chunk.subarray(from)], passed);
      }
      if (!this.#relays(kind)) {
        if (runStart < from) passed.push(chunk.subarray(runStart, from));
        runStart = end;
      }
      from = end;
    }
    from = runStart;
    if (last < chunk.length) this.#pending.push(chunk.subarray(last));
    if (from === 0 && last === chunk.length && passed.length === 0) return chunk;
    if (from < last) passed.push(chunk.subarray(from, last));
    return joinChunks(passed);
  }

  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    const tail = joinChunks(this.#pending);
    this.#pending = [];
    if (tail === undefined) return;
    // Some servers leave out the last empty line: their last event, terminal or error, still counts.
    const whole = this.#ends.atEnd;
    const errorBefore = this.#facts.providerError;
    const kind = this.#kindOf(tail, !whole);
    if (kind === "terminal") this.#ended = true;
    const isLast = kind === "terminal" || this.#facts.providerError !== errorBefore;
    // Half an event would run into whatever the client is told next.
    this.#cut = !whole && !(isLast && this.#garbled === undefined);
    if (!this.#cut && this.#relays(kind)) this.#held.push(tail);
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
    const cut = this.#cut ? "; the last event was cut and left out" : "";
    if (this.#garbled !== undefined) return { state: "garbled", problem: this.#garbled + cut };
    // An error of the provider's own is an end too, where nothing but the end follows.
    const told = this.#finished && !this.#cut && this.#facts.providerError !== undefined;
    if (this.#ended || told) return { state: "complete" };
    return { state: "truncated", problem: `the stream ended without its terminal event${cut}` };
  }

  #relays(kind: EventKind): boolean {
    return kind !== "usage-chunk" || !this.#hideUsageChunk;
  }

  #hold(held: readonly Buffer[], passed: readonly Buffer[]): Buffer | undefined {
    this.#ended = true;
    if (this.#facts.usageIsFinal) this.#retention.clear();
    for (const piece of held) if (piece.length > 0) this.#held.push(piece);
    return joinChunks(passed);
  }

  /** What kind of event stands in a buffer of its own. */
  #kindOf(event: Buffer, cut = false): EventKind {
    const text = event.toString("latin1");
    const reads =
      this.#identityAttempts > 0 || endOfNext(this.#format.marks, text, 0) !== undefined;
    return reads ? this.#read(event, cut) : "relay";
  }

  /** @param cut the event may lack its end: what cannot be read of it is missing, not garbled */
  #read(bytes: Buffer, cut = false): EventKind {
    const event = readSseEvent(bytes, cut);
    if (event.foreign) this.#garbled ??= "a line of the stream is no server-sent event";
    if (event.data === undefined) return "relay";
    const kind = this.#format.readText(event.data, this.#facts);
    if (kind !== undefined) return kind;
    try {
      return this.#readJson(JSON.parse(event.data), event);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      if (!cut) this.#garbled ??= "an event of the stream is not JSON";
      return "relay";
    }
  }

  #readJson(json: unknown, event: SseEvent): EventKind {
    if (!isJsonObject(json)) {
      this.#garbled ??= "an event of the stream is not a JSON object";
      return "relay";
    }
    const kind = this.#format.readJson(json, event, this.#facts);
    if (this.#identityAttempts > 0) {
      const known = this.#facts.responseModel !== undefined && this.#facts.responseId !== undefined;
      this.#identityAttempts = known ? 0 : this.#identityAttempts - 1;
    }
    return kind;
  }
}

/** Where the next match ends. */
function endOfNext(marks: RegExp, text: string, from: number): number | undefined {
  marks.lastIndex = from;
  return marks.test(text) ? marks.lastIndex : undefined;
}
