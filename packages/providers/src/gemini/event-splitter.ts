import { joinChunks } from "../join-chunks.ts";
import { readSseEvent, SseEventEnds } from "../sse-events.ts";
import type { StreamPiece, StreamSplitter } from "./stream-pieces.ts";

/** Cuts `?alt=sse` streams into server-sent events; only the end of the connection ends them. */
export class EventSplitter implements StreamSplitter {
  readonly separator = "";
  readonly #ends = new SseEventEnds();
  #pending: Buffer[] = [];
  #problem: string | undefined;

  get problem(): string | undefined {
    return this.#problem;
  }

  push(chunk: Buffer): readonly StreamPiece[] {
    const pieces: StreamPiece[] = [];
    let from = 0;
    for (const end of this.#ends.scan(chunk)) {
      this.#pending.push(chunk.subarray(from, end));
      from = end;
      pieces.push(this.#piece(Buffer.concat(this.#pending), false));
      this.#pending = [];
    }
    if (from < chunk.length) this.#pending.push(chunk.subarray(from));
    return pieces;
  }

  takePending(): Buffer | undefined {
    const pending = joinChunks(this.#pending);
    this.#pending = [];
    return pending;
  }

  /** Some servers leave out the last empty line. */
  lastPiece(pending: Buffer): StreamPiece | undefined {
    return this.#piece(pending, true);
  }

  #piece(bytes: Buffer, cut: boolean): StreamPiece {
    const { data, foreign } = readSseEvent(bytes, cut);
    if (foreign) this.#problem ??= "a line of the stream is no server-sent event";
    return { bytes, json: data, isEnd: false };
  }
}
