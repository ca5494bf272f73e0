import type { LedgerRow, RequestFacts, Usage } from "@headgate/contract";
import { type Picodollars, picodollars } from "@headgate/money";

/** What was planted, by the kind of recommendation that should find it. */
export const plantedKinds = [
  "exact-cache",
  "prefix-cache",
  "output",
  "batch",
  "route",
  "context",
  "prompt",
  "retries",
  "unpriced",
  "unallocated",
  "idle-key",
  "idle-machine",
  "cache-ttl",
  "passage-overlap",
  "retrieved-text",
  "unused-commitment",
] as const;

/** Whose lever should find it, for which traffic, and what it comes to on these very calls. */
export type Planted = {
  readonly what: string;
  readonly kind: (typeof plantedKinds)[number];
  readonly model: string | undefined;
  readonly feature: string | undefined;
  /** `texts`: rows do not tell of it, and whoever recommends is to say so. `none`: it moves no dollars, or unknown ones. */
  readonly seenIn: "rows" | "texts" | "none";
  dollars: Picodollars;
};

export const plant = (
  what: string,
  kind: Planted["kind"],
  of: Readonly<{ model?: string; feature?: string; seenIn?: Planted["seenIn"] }> = {},
): Planted => ({
  what,
  kind,
  model: of.model,
  feature: of.feature,
  seenIn: of.seenIn ?? "rows",
  dollars: picodollars(0n),
});

/** One feature's calls. */
export type Stream = Readonly<{
  feature: string;
  provider: string;
  model: string;
  /** Part of all calls. */
  share: number;
  /** Hours of the day in which its calls come. */
  hours: readonly [number, number];
  /** Chat unless said. */
  operation?: "embeddings";
  /** What it costs is not known, and is in no sum. */
  isUnpriced?: boolean;
  make: (made: Made) => Making;
}>;
type Made = Readonly<{ index: number; day: number; atMs: number; random: () => number }>;
export type Making = Readonly<{
  usage: Usage;
  facts: RequestFacts;
  /**
   * What would have been enough: nothing, half the price, another model, another usage, or one of several ways to go about
   * all such calls, of which the cheapest counts.
   */
  wastes?: readonly Readonly<{
    planted: Planted;
    instead: "none" | "half" | Readonly<{ model: string }> | Usage | readonly Usage[];
  }>[];
  more?: Partial<LedgerRow>;
}>;

export type Instead = NonNullable<Making["wastes"]>[number]["instead"];
export const isOtherModel = (instead: Instead): instead is Readonly<{ model: string }> =>
  typeof instead === "object" && "model" in instead;
