import { isJsonObject, type JsonObject } from "../json-values.ts";
import { readSseEvent, SseEventEnds } from "../sse-events.ts";

/** One event of a stream: its JSON, or its text where it has none. */
export type ReadEvent = Readonly<{
  name: string | undefined;
  text: string;
  json: JsonObject | undefined;
}>;

/**
 * Server-sent events out of bytes that may be cut anywhere. An event that cannot be read is passed over:
 * the meter, which saw the same bytes, has called the stream garbled.
 */
export class SseReader {
  readonly #ends = new SseEventEnds();
  #pending: Buffer[] = [];

  push(chunk: Buffer): readonly ReadEvent[] {
    const events: ReadEvent[] = [];
    let from = 0;
    for (const end of this.#ends.scan(chunk)) {
      this.#pending.push(chunk.subarray(from, end));
      from = end;
      this.#take(events);
    }
    if (from < chunk.length) this.#pending.push(chunk.subarray(from));
    return events;
  }

  /** Some servers leave out the last empty line: what is left may be a whole event. */
  finish(): readonly ReadEvent[] {
    const events: ReadEvent[] = [];
    if (this.#pending.length > 0) this.#take(events);
    return events;
  }

  #take(events: ReadEvent[]): void {
    const { name, data } = readSseEvent(Buffer.concat(this.#pending));
    this.#pending = [];
    if (data === undefined) return;
    events.push({ name, text: data, json: parsed(data) });
  }
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
