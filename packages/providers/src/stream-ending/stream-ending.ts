import type { Usage } from "@headgate/contract";
import type { JsonObject } from "../json-values.ts";

/** What one event added to an answer. */
export type StreamPiece = Readonly<{
  /** Of the answer's visible text; empty where the event added none. */
  text: string;
  /** Whether it belongs to the call of a tool. */
  hasToolCall: boolean;
}>;

/** How Headgate ends an answer: as if the model had finished, or had come to its limit. */
type EndsAs = "finished" | "limit";

export type StreamEnd = Readonly<{
  as: EndsAs;
  /** As counted by then; undefined where nothing can be said. */
  usage: Usage | undefined;
  /** Whether the client is told of usage at all. */
  includeUsage: boolean;
}>;

/**
 * Ends a stream of one format before its provider does, so that the format's clients read a whole answer: it reads
 * what has gone to the client, and writes what is still open, why the answer ends, and its terminal event.
 */
export interface StreamEnding {
  /** Reads an event on its way to the client. */
  take(event: JsonObject, name: string | undefined): StreamPiece;
  /** The last events, to follow whole ones. */
  end(end: StreamEnd): Buffer;
}

export const nothingAdded: StreamPiece = { text: "", hasToolCall: false };
