import type { Candidate, CatalogueReading, Refusal } from "@headgate/pricing";

/** An error that a catalogue is known to have had, and how its prices are told. */
type KnownError = Readonly<{
  what: string;
  catalogue: CatalogueReading["kind"];
  isOne: (candidate: Candidate) => boolean;
}>;

const dollars = ({ price }: Candidate): number => Number(price);

/**
 * Gross errors of catalogues as found by hand in their snapshots of July and August 2026. A snapshot that
 * has mended one has no prices that fit, and then there is nothing to catch.
 */
const knownErrors: readonly KnownError[] = [
  {
    what: "LiteLLM wandb/* in dollars per token × 100,000",
    catalogue: "litellm",
    isOne: (one) => one.provider === "wandb" && dollars(one) > 600,
  },
  {
    what: "LiteLLM 1-hour write of Claude 3 Haiku at $6 instead of $0.50",
    catalogue: "litellm",
    isOne: (one) =>
      one.provider === "anthropic" &&
      one.model.includes("claude-3-haiku") &&
      one.component === "cache_write_1h" &&
      dollars(one) > 1,
  },
  {
    what: "Portkey MiniMax-M2.5 at Together × 1000",
    catalogue: "portkey",
    isOne: (one) =>
      one.provider === "together" && /minimax-m2\.5/i.test(one.model) && dollars(one) > 100,
  },
  {
    what: "Portkey cache read and write of Claude 3.7 Sonnet swapped",
    catalogue: "portkey",
    isOne: (one) =>
      one.model.includes("claude-3-7-sonnet") &&
      ((one.component === "cache_read" && dollars(one) > 3) ||
        (one.component === "cache_write_5m" && dollars(one) < 1)),
  },
  {
    what: "models.dev au. profile of Claude Opus 4.6 × 3",
    catalogue: "models.dev",
    isOne: (one) =>
      one.provider === "bedrock" &&
      one.place === "au" &&
      one.model.includes("claude-opus-4-6") &&
      ((one.component === "input" && dollars(one) > 10) ||
        (one.component === "output" && dollars(one) > 50)),
  },
];

export type CaughtError = Readonly<{
  what: string;
  present: number;
  caught: number;
  let_through: readonly string[];
  reasons: readonly string[];
}>;

/** Which prices of each known error the reader refused, and which it let through. */
export const caughtErrors = (readings: readonly CatalogueReading[]): readonly CaughtError[] =>
  knownErrors.map(({ what, catalogue, isOne }) => {
    const own = readings.filter(({ kind }) => kind === catalogue);
    const refused = own.flatMap((reading) =>
      reading.refused.filter(
        ({ candidate }: Refusal) => candidate !== undefined && isOne(candidate),
      ),
    );
    const kept = own.flatMap((reading) => reading.candidates.filter(isOne));
    return {
      what,
      present: refused.length + kept.length,
      caught: refused.length,
      let_through: kept.map(({ at }) => at),
      reasons: [...new Set(refused.map(({ reason }) => reason))].slice(0, 3),
    };
  });
