import type { PriceRecord, PriceScope, PriceTier, UsageComponent } from "@headgate/contract";

/** Third-party price catalogues that can be read. */
export const catalogueKinds = ["genai-prices", "litellm", "models.dev", "portkey"] as const;
export type CatalogueKind = (typeof catalogueKinds)[number];

/** One file of a catalogue as it came: JSON, TOML, or an archive (`.tar`, `.tar.gz`, `.tgz`, `.gz`). */
export type CatalogueFile = Readonly<{ path: string; content: Uint8Array | string }>;

/** Which state of a catalogue was read. */
export type Snapshot = Readonly<{
  /** Where it came from, with its version or commit if known. */
  url: string;
  /** The day of the snapshot, `yyyy-mm-dd`. */
  day: string;
}>;

/** A price as a catalogue states it, in the price book's words; not yet a price record. */
export type Candidate = Readonly<{
  catalogue: CatalogueKind;
  /** Place in the catalogue: file, key, field. */
  at: string;
  /** Whose price, as the price book names them; a provider that the book does not know keeps the catalogue's name. */
  provider: string;
  model: string;
  component: UsageComponent;
  tier: PriceTier;
  scope: PriceScope;
  place?: string;
  /** Dollars for `per` units, a decimal string with at most six places. */
  price: string;
  per: number;
  threshold?: NonNullable<PriceRecord["threshold"]>;
  /** Only where the catalogue dates the price itself. */
  validFrom?: string;
  validTo?: string;
  /** When the model came out, where the catalogue says so. */
  releasedOn?: string;
  source: PriceRecord["source"];
}>;

export const refusalCodes = [
  "unreadable",
  "not-a-price",
  "zero",
  "precision",
  "unit-bounds",
  "row-unit",
  "ratio",
  "place-spread",
  "peers",
  "jump",
  "hides",
  "duplicate",
  "unsupported",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** What was not taken, where it stands and why. */
export type Refusal = Readonly<{
  catalogue: CatalogueKind;
  at: string;
  code: RefusalCode;
  reason: string;
  /** The price that was refused, where there is one. */
  candidate?: Candidate;
}>;

/** A catalogue read: every price in it is in one of the two lists. */
export type CatalogueReading = Readonly<{
  kind: CatalogueKind;
  snapshot: Snapshot;
  candidates: readonly Candidate[];
  refused: readonly Refusal[];
}>;
