import type { AnswerCut, Usage } from "@headgate/contract";
import type { OutputWatch } from "@headgate/levers";
import type { Meter, WatchedEvent, WatchedStream } from "@headgate/providers";
import { cutComment } from "./cut-comment.ts";
import type { OutputCeiling } from "./output-ceiling.ts";

/**
 * Where only a loop ends a stream, nothing is read before so many bytes: rows and lists show as a loop from 10,000 characters on,
 * sentences from 2,400, and around a piece of text stand some 200 bytes. Most answers are over by then.
 */
const FIRST_BYTES = 10_000;
/** From then on so many are read at a time. */
const BYTES_AT_A_TIME = 4_096;

/** What reads a stream, and tells where it is to end. */
export type StreamReader = Readonly<{
  stream: WatchedStream;
  watch: OutputWatch | undefined;
  ceiling: OutputCeiling | undefined;
  /** Whether comments can stand between its events. */
  takesComments: boolean;
  /** Whether the client is told of usage at all. */
  includeUsage: boolean;
}>;

type Options = Readonly<{
  /** Whether only a loop ends it. */
  isPatient: boolean;
  /** Undefined where it cannot be ended after all. */
  reader: () => StreamReader | undefined;
}>;

/** Watches one stream on its way to the client, and ends it by the rules of its policy. */
export class EarlyEnd {
  readonly #options: Options;
  #reader: StreamReader | undefined;
  #isOff = false;
  /** How many unread bytes are read. */
  #atATime: number;
  /** What has gone to the client unread. */
  #unread: Buffer[] = [];
  #unreadBytes = 0;
  #reason: AnswerCut | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#atATime = options.isPatient ? FIRST_BYTES : 0;
  }

  /** Why the stream was ended; undefined while it was not. */
  get reason(): AnswerCut | undefined {
    return this.#reason;
  }

  /**
   * Reads whole events that are about to go to the client. A model that has stopped by itself is about to have the exact
   * usage told, so its answer is never ended early.
   * @param meter which has read them
   * @returns how many of their bytes still go, where the answer is to be ended behind them
   */
  read(piece: Buffer, meter: Meter | undefined): number | undefined {
    if (this.#isOff) return undefined;
    this.#unreadBytes += piece.length;
    if (this.#unreadBytes < this.#atATime) {
      this.#unread.push(piece);
      return undefined;
    }
    this.#reader ??= this.#options.reader();
    const { stream } = this.#reader ?? {};
    if (stream === undefined) {
      this.#isOff = true;
      this.#unread = [];
      return undefined;
    }
    let found: AnswerCut | undefined;
    // What has gone is read to its end, since what stands open in it is to be closed.
    for (const gone of this.#unread) {
      for (const event of stream.read(gone)) found ??= this.#reasonIn(event);
    }
    this.#unread = [];
    this.#unreadBytes = 0;
    if (this.#options.isPatient) this.#atATime = BYTES_AT_A_TIME;
    if (found !== undefined && this.#mayEnd(found, meter)) return 0;
    for (const event of stream.read(piece)) {
      const reason = this.#reasonIn(event);
      if (reason !== undefined && this.#mayEnd(reason, meter)) return event.end;
    }
    return undefined;
  }

  #reasonIn(event: WatchedEvent): AnswerCut | undefined {
    const { watch, ceiling } = this.#reader ?? {};
    // The ceiling sees everything, whatever the text says.
    const isOver = ceiling?.push(event.produced) === true;
    return watch?.push(event) ?? (isOver ? "stopped_over_budget" : undefined);
  }

  #mayEnd(reason: AnswerCut, meter: Meter | undefined): boolean {
    if (meter?.reading().stopReason !== undefined) return false;
    this.#reason = reason;
    return true;
  }

  /** The stream's last events, in its provider's format. */
  last(usage: Usage | undefined): Buffer {
    if (this.#reader === undefined) throw new Error("a stream that was not read is not ended");
    const { stream, takesComments, includeUsage } = this.#reader;
    const as = this.#reason === "stopped_complete" ? "finished" : "limit";
    const last = stream.end({ as, usage, includeUsage });
    if (!takesComments || this.#reason === undefined) return last;
    return Buffer.concat([cutComment(this.#reason), last]);
  }
}
