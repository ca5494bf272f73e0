import type { AnswerCut, Usage } from "@headgate/contract";
import type { OutputWatch } from "@headgate/levers";
import type { Meter, WatchedStream } from "@headgate/providers";
import { cutComment } from "./cut-comment.ts";
import type { OutputCeiling } from "./output-ceiling.ts";

type Options = Readonly<{
  stream: WatchedStream;
  watch: OutputWatch | undefined;
  ceiling: OutputCeiling | undefined;
  /** Whether comments can stand between its events. */
  takesComments: boolean;
  /** Whether the client is told of usage at all. */
  includeUsage: boolean;
}>;

/** Watches one stream on its way to the client, and ends it by the rules of its policy. */
export class EarlyEnd {
  readonly #options: Options;
  #reason: AnswerCut | undefined;

  constructor(options: Options) {
    this.#options = options;
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
    const { stream, watch, ceiling } = this.#options;
    for (const event of stream.read(piece)) {
      // The ceiling sees everything, whatever the text says.
      const isOver = ceiling?.push(event.produced) === true;
      const reason = watch?.push(event) ?? (isOver ? "stopped_over_budget" : undefined);
      if (reason === undefined) continue;
      if (meter?.reading().stopReason !== undefined) return undefined;
      this.#reason = reason;
      return event.end;
    }
    return undefined;
  }

  /** The stream's last events, in its provider's format. */
  last(usage: Usage | undefined): Buffer {
    const { stream, takesComments, includeUsage } = this.#options;
    const as = this.#reason === "stopped_complete" ? "finished" : "limit";
    const last = stream.end({ as, usage, includeUsage });
    if (!takesComments || this.#reason === undefined) return last;
    return Buffer.concat([cutComment(this.#reason), last]);
  }
}
