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
import { RepeatedEvent } from "./repeated-event.ts";
import type { StreamEnd, StreamEnding, StreamPiece } from "./stream-ending.ts";

/** One event of a stream, and what it added. */
export type WatchedEvent = StreamPiece &
  Readonly<{
    /** Where it ends in the bytes that were read. */
    end: number;
    /** All text that it added and a provider bills: of the answer, of calls, of thoughts that are shown. */
    produced: string;
  }>;

/** Reads one event, which changes what is still open in its stream. */
type ReadJson = (
  end: number,
  json: JsonObject | undefined,
  name: string | undefined,
) => WatchedEvent | undefined;

/** Reads whole events. */
type ReadEvents = (piece: Buffer) => Iterable<WatchedEvent>;

/** A stream that is read on its way to the client, so that it can be ended early. */
export class WatchedStream {
  readonly #ending: StreamEnding;
  readonly #read: ReadEvents;

  private constructor(ending: StreamEnding, read: ReadEvents) {
    this.#ending = ending;
    this.#read = read;
  }

  /** @returns `undefined` for formats whose streams Headgate cannot end in their own way */
  static of(format: WireFormat, contentType: string): WatchedStream | undefined {
    const kind = kinds[format]?.(contentType);
    if (kind === undefined) return undefined;
    const { ending, events } = kind;
    const readJson: ReadJson = (end, json, name) =>
      json === undefined
        ? undefined
        : { end, ...ending.take(json, name), produced: producedBy(format, json) };
    return new WatchedStream(ending, events(readJson, format));
  }

  /** @param piece whole events, as a meter passes them on */
  read(piece: Buffer): Iterable<WatchedEvent> {
    return this.#read(piece);
  }

  /** The events that end the answer behind those that were read. */
  end(end: StreamEnd): Buffer {
    return this.#ending.end(end);
  }
}

function producedBy(format: WireFormat, json: JsonObject): string {
  const produced = { output: "", reasoning: "" };
  estimates.get(format)?.addProduced(json, produced);
  return produced.output + produced.reasoning;
}

const serverSent = (readJson: ReadJson): ReadEvents => {
  const ends = new SseEventEnds();
  return function* (piece) {
    let from = 0;
    for (const end of ends.scan(piece)) {
      const { json, name } = eventIn(piece.subarray(from, end));
      from = end;
      const read = readJson(end, json, name);
      if (read !== undefined) yield read;
    }
  };
};

/** Of formats in which a piece of the answer's text changes nothing of what is still open. */
const repeating = (readJson: ReadJson, format: WireFormat): ReadEvents => {
  const ends = new SseEventEnds();
  const repeated = new RepeatedEvent();
  const probe = (event: string): string | undefined => {
    const { json } = eventIn(Buffer.from(event, "latin1"));
    return json === undefined ? undefined : producedBy(format, json);
  };
  return function* (piece) {
    const stream = piece.toString("latin1");
    let from = 0;
    for (const end of ends.scan(piece, stream)) {
      const text = repeated.textIn(stream, from, end);
      if (text !== undefined) yield { end, text, hasToolCall: false, produced: text };
      else {
        const { json, name } = eventIn(piece.subarray(from, end));
        const read = readJson(end, json, name);
        if (read !== undefined) {
          yield read;
          const isTextAlone = !read.hasToolCall && read.text === read.produced && read.text !== "";
          if (isTextAlone) repeated.learn(stream.slice(from, end), read.text, probe);
        }
      }
      from = end;
    }
  };
};

function eventIn(
  bytes: Buffer,
): Readonly<{ json: JsonObject | undefined; name: string | undefined }> {
  const { data, name } = readSseEvent(bytes);
  return { json: data === undefined ? undefined : parsed(data), name };
}

const gemini =
  (isArray: boolean) =>
  (readJson: ReadJson): ReadEvents => {
    const events = isArray ? arrayElements() : serverSentEvents();
    return function* (piece) {
      let from = 0;
      for (const end of events.scan(piece)) {
        const { text } = events.json(piece.subarray(from, end));
        from = end;
        const read = readJson(end, text === undefined ? undefined : parsed(text), undefined);
        if (read !== undefined) yield read;
      }
    };
  };

/** A frame's first four bytes are its length. */
const frames = (readJson: ReadJson): ReadEvents =>
  function* (piece) {
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
      const read = readJson(end, json, name);
      if (read !== undefined) yield read;
    }
  };

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

type Kind = Readonly<{
  ending: StreamEnding;
  events: (readJson: ReadJson, format: WireFormat) => ReadEvents;
}>;

const messages = (): Kind => ({ ending: new MessagesStreamEnding(), events: repeating });

const kinds: Partial<Record<WireFormat, (contentType: string) => Kind>> = {
  "openai.chat_completions": () => ({ ending: new ChatStreamEnding(), events: repeating }),
  "openai.responses": () => ({ ending: new ResponsesStreamEnding(), events: serverSent }),
  "anthropic.messages": messages,
  "vertex.raw_predict": messages,
  "gemini.generate_content": (contentType) => {
    const isArray = contentType.startsWith("application/json");
    return { ending: new GeminiStreamEnding(isArray), events: gemini(isArray) };
  },
  "bedrock.converse": () => ({ ending: new ConverseStreamEnding(), events: frames }),
};
