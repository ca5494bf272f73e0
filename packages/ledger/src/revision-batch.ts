import type { ChargeWire } from "@headgate/contract";

/** What a re-rating is about, written down before its first revision. */
export type ReratingStart = Readonly<{
  fromMs: number;
  toMs: number;
  provider?: string;
  model?: string;
  /** The state of the price book by which charges are worked out. */
  priceBook: string;
}>;

/** The charge of one attempt, worked out again. */
export type Revision = Readonly<{
  row_id: string;
  started_at_ms: number;
  charge: ChargeWire;
  baseline_cost: string | null;
}>;

/** Revisions of one re-rating; `sequence` counts its batches from 0. */
export type RevisionBatch = Readonly<{
  rerating: number;
  sequence: number;
  revisions: readonly Revision[];
}>;
