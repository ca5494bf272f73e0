import type {
  HistoryDepth,
  HistoryRow,
  NotProposed,
  ProviderKind,
  Usage,
  WireFormat,
} from "@headgate/contract";
import type { Picodollars } from "@headgate/money";
import type { Market } from "./market.ts";
import type { ProposalDraft } from "./proposal.ts";

/** A call as it was made: the attempt whose answer the client got. */
export type HistoryCall = Readonly<{
  row: HistoryRow;
  /** What it cost; undefined where that is not known. */
  cost: Picodollars | undefined;
  /** What its provider speaks; undefined where it is not configured any more, and no log tells. */
  kind: ProviderKind | undefined;
  /** The format that was spoken with the provider. */
  format: WireFormat | undefined;
  /** The model that was asked of the provider. */
  model: string | undefined;
}>;

/** A stretch of time, in milliseconds since the epoch: from inclusive, to exclusive. */
export type Stretch = Readonly<{ fromMs: number; toMs: number }>;

/** Calls of the past, on which levers are tried out. */
export type History = Readonly<{
  /** Milliseconds since the epoch: from inclusive, to exclusive. */
  fromMs: number;
  toMs: number;
  /** In the order in which they began. */
  calls: readonly HistoryCall[];
  /**
   * Present where the range held more calls than are read: which stretches of it were, spread evenly, and into how many of
   * about equally many calls it was divided. Within a stretch no call is missing, so repeats and conversations are whole.
   */
  sample?: Readonly<{
    stretches: readonly Stretch[];
    of: number;
    /** Of calls like this one (asked of the same model, for the same feature): how many were read, and the range has. */
    like: (call: HistoryCall) => Readonly<{ read: number; all: number }>;
  }>;
  depth: HistoryDepth;
  /**
   * What a call would have cost with another usage, by its own prices, or by those of its model's batches; undefined where
   * that is not known.
   */
  price: (call: HistoryCall, usage: Usage, tier?: "batch") => Picodollars | undefined;
  /** The models that calls could have gone to; absent where nobody looked for any. */
  market?: Market;
}>;

/** What a lever makes of a history. */
export type Proposed = Readonly<{
  proposals: readonly ProposalDraft[];
  notProposed: readonly NotProposed[];
}>;
