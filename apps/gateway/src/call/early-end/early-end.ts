import type { Usage } from "@headgate/contract";
import type { OutputWatch, TextStop } from "@headgate/levers";
import type { WatchedStream } from "@headgate/providers";
import type { OutputCeiling } from "./output-ceiling.ts";

/** Why a stream was ended before its provider did. */
export type CutReason = TextStop | "stopped_over_budget";

type Options = Readonly<{
  stream: WatchedStream;
  watch: OutputWatch | undefined;
  ceiling: OutputCeiling | undefined;
  /** Whether the client asked to be told of usage. */
  includeUsage: boolean;
}>;

/** Watches one stream on its way to the client, and ends it by the rules of its policy. */
export class EarlyEnd {
  readonly #options: Options;
  #reason: CutReason | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Why the stream was ended; undefined while it was not. */
  get reason(): CutReason | undefined {
    return this.#reason;
  }

  /**
   * Reads whole events that are about to go to the client.
   * @returns how many of their bytes still go, where the answer is to be ended behind them
   */
  read(piece: Buffer): number | undefined {
    const { stream, watch, ceiling } = this.#options;
    for (const event of stream.read(piece)) {
      // The ceiling sees everything, whatever the text says.
      const isOver = ceiling?.push(event.produced) === true;
      this.#reason = watch?.push(event) ?? (isOver ? "stopped_over_budget" : undefined);
      if (this.#reason !== undefined) return event.end;
    }
    return undefined;
  }

  /** The stream's last events, in its provider's format. */
  last(usage: Usage | undefined): Buffer {
    const { stream, includeUsage } = this.#options;
    const as = this.#reason === "stopped_complete" ? "finished" : "limit";
    return stream.end({ as, usage, includeUsage });
  }
}
