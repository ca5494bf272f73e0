import type { WireFormat } from "@headgate/contract";
import { MessagesStreamEnding } from "../anthropic/messages/stream-ending.ts";
import { ConverseStreamEnding } from "../bedrock/converse/stream-ending.ts";
import { decodeFrame } from "../bedrock/frame-codec.ts";
import { jsonOf } from "../bedrock/frame-meter.ts";
import { estimates } from "../estimate/estimates.ts";
import { GeminiStreamEnding } from "../gemini/stream-ending.ts";
import { arrayElements, serverSentEvents } from "../gemini/stream-events.ts";
import { isJsonObject, type JsonObject } from "../json-values.ts";
import { ChatStreamEnding } from "../openai/chat-completions/stream-ending.ts";
import { ResponsesStreamEnding } from "../openai/responses/stream-ending.ts";
import { readSseEvent, SseEventEnds } from "../sse-events.ts";
import type { StreamEnd, StreamEnding, StreamPiece } from "./stream-ending.ts";

/** One event of a stream, and what it added. */
export type WatchedEvent = StreamPiece &
  Readonly<{
    /** Where it ends in the bytes that were read. */
    end: number;
    /** All text that it added and a provider bills: of the answer, of calls, of thoughts that are shown. */
    produced: string;
  }>;

type RawEvent = Readonly<{ end: number; json: JsonObject | undefined; name: string | undefined }>;

/** A stream that is read on its way to the client, so that it can be ended early. */
export class WatchedStream {
  readonly #format: WireFormat;
  readonly #ending: StreamEnding;
  readonly #events: (piece: Buffer) => Iterable<RawEvent>;

  private constructor(
    format: WireFormat,
    ending: StreamEnding,
    events: (piece: Buffer) => Iterable<RawEvent>,
  ) {
    this.#format = format;
    this.#ending = ending;
    this.#events = events;
  }

  /** @returns `undefined` for formats whose streams Headgate cannot end in their own way */
  static of(format: WireFormat, contentType: string): WatchedStream | undefined {
    const make = kinds[format]?.(contentType);
    return make === undefined ? undefined : new WatchedStream(format, make.ending, make.events);
  }

  /** @param piece whole events, as a meter passes them on */
  *read(piece: Buffer): Iterable<WatchedEvent> {
    for (const { end, json, name } of this.#events(piece)) {
      if (json === undefined) continue;
      const produced = { output: "", reasoning: "" };
      estimates.get(this.#format)?.addProduced(json, produced);
      const { text, hasToolCall } = this.#ending.take(json, name);
      yield { end, text, hasToolCall, produced: produced.output + produced.reasoning };
    }
  }

  /** The events that end the answer behind those that were read. */
  end(end: StreamEnd): Buffer {
    return this.#ending.end(end);
  }
}

function serverSent(): (piece: Buffer) => Iterable<RawEvent> {
  const ends = new SseEventEnds();
  return function* (piece) {
    let from = 0;
    for (const end of ends.scan(piece)) {
      const { data, name } = readSseEvent(piece.subarray(from, end));
      from = end;
      yield { end, json: data === undefined ? undefined : parsed(data), name };
    }
  };
}

function gemini(isArray: boolean): (piece: Buffer) => Iterable<RawEvent> {
  const events = isArray ? arrayElements() : serverSentEvents();
  return function* (piece) {
    let from = 0;
    for (const end of events.scan(piece)) {
      const { text } = events.json(piece.subarray(from, end));
      from = end;
      yield { end, json: text === undefined ? undefined : parsed(text), name: undefined };
    }
  };
}

/** A frame's first four bytes are its length. */
function* frames(piece: Buffer): Iterable<RawEvent> {
  let from = 0;
  while (from + 4 <= piece.length) {
    const end = from + piece.readUInt32BE(from);
    const message = decodeFrame(piece.subarray(from, end));
    // What cannot be read is the meter's to tell, and nothing behind it can be told apart.
    if (message === undefined) return;
    from = end;
    const name = message.headers[":event-type"];
    const body = jsonOf(message.body);
    // Each stands under its name, as in the API's union.
    const json = name === undefined || body === undefined ? undefined : { [name]: body };
    yield { end, json, name };
  }
}

/** An event that is not JSON added nothing that could be read; the meter has reported it as garbled. */
function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

type Kind = Readonly<{ ending: StreamEnding; events: (piece: Buffer) => Iterable<RawEvent> }>;

const messages = (): Kind => ({ ending: new MessagesStreamEnding(), events: serverSent() });

const kinds: Partial<Record<WireFormat, (contentType: string) => Kind>> = {
  "openai.chat_completions": () => ({ ending: new ChatStreamEnding(), events: serverSent() }),
  "openai.responses": () => ({ ending: new ResponsesStreamEnding(), events: serverSent() }),
  "anthropic.messages": messages,
  "vertex.raw_predict": messages,
  "gemini.generate_content": (contentType) => {
    const isArray = contentType.startsWith("application/json");
    return { ending: new GeminiStreamEnding(isArray), events: gemini(isArray) };
  },
  "bedrock.converse": () => ({ ending: new ConverseStreamEnding(), events: frames }),
};
