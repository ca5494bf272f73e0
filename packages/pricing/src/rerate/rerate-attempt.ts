import type { ChargeWire, RatedAttempt } from "@headgate/contract";
import type { Charge } from "../charge.ts";
import { chargeToWire } from "../charge-to-wire.ts";
import { applyOverlays } from "../overlay/apply-overlays.ts";
import type { Overlays } from "../overlay/compiled-overlays.ts";
import type { PriceBook } from "../price-book.ts";
import { rateUsage } from "../rate-usage.ts";
import type { OwnNames } from "../resolve/resolution.ts";
import { causesOf, type ReratePart } from "./rerate-causes.ts";

/** What the operator's configuration says of an attempt's price. */
export type RerateTerms = Readonly<{
  /**
   * Whose prices hold for the attempt's configured provider; undefined when that is not configured any more:
   * the records of the old charge then tell.
   */
  priceProvider?: string | undefined;
  region?: string | undefined;
  ownNames?: OwnNames | undefined;
  overlays?: Overlays;
}>;

/** What becomes of an attempt's charge when it is worked out again. */
export type RerateOutcome =
  | Readonly<{ kind: "same" }>
  /** The charge cannot be worked out again from what the ledger has. */
  | Readonly<{ kind: "kept"; reason: string }>
  /** Another charge; its parts add up to the difference of the effective costs. */
  | Readonly<{
      kind: "revised";
      charge: ChargeWire;
      baselineCost: string | null;
      parts: readonly ReratePart[];
    }>;

/**
 * Prices a recorded attempt by a price book, from the usage, tier, models and time that the ledger holds.
 *
 * A known zero stays: what the provider did not bill needs no price. A charge is another one when its
 * confidence or one of its costs is; that a better record states the same price changes nothing.
 */
export function rerateAttempt(
  book: PriceBook,
  attempt: RatedAttempt,
  terms: RerateTerms,
): RerateOutcome {
  const { charge } = attempt;
  if (isNotBilled(charge)) return { kind: "same" };
  if (attempt.savings.length > 0) {
    return { kind: "kept", reason: "its savings were worked out from the charge that it has" };
  }
  const worked = chargeAgain(book, attempt, terms);
  if (worked === undefined) {
    return { kind: "kept", reason: `no provider "${attempt.provider}" is configured any more` };
  }
  const rated = chargeToWire(worked);
  if (isSameMoney(charge, rated)) return { kind: "same" };
  return {
    kind: "revised",
    charge: withEstimateReason(rated, attempt),
    // No lever acted, so what the call cost is what it would have cost.
    baselineCost: rated.effective_cost,
    parts: causesOf(book, charge, rated),
  };
}

/**
 * What an attempt's usage costs by a price book, all else as the ledger holds it.
 * @returns undefined where it is not known whose prices hold
 */
export function chargeAgain(
  book: PriceBook,
  attempt: RatedAttempt,
  terms: RerateTerms,
): Charge | undefined {
  const provider = terms.priceProvider ?? providerOfRecords(book, attempt.charge);
  if (provider === undefined) return undefined;
  const atMs = attempt.started_at_ms;
  const atList = rateUsage(book, {
    provider,
    models: modelsOf(attempt),
    usage: attempt.usage,
    otherUsage: attempt.other_usage,
    usageOrigin: attempt.usage_origin,
    ...(attempt.usage_violations && { usageViolations: attempt.usage_violations }),
    ...(attempt.service_tier !== undefined && { serviceTier: attempt.service_tier }),
    region: attempt.region ?? terms.region,
    ...(attempt.scope !== undefined && { scope: attempt.scope }),
    ownNames: terms.ownNames,
    operation: attempt.operation,
    atMs,
  });
  const { overlays } = terms;
  return overlays === undefined
    ? atList
    : applyOverlays(book, { charge: atList, overlays, providerName: attempt.provider, atMs });
}

/** As the gateway asks for prices: what answered, then what was sent. */
function modelsOf({ response_model, sent_model, request_model }: RatedAttempt): readonly string[] {
  const sent = sent_model ?? request_model;
  return [...new Set([response_model, sent].filter((name) => name !== undefined))];
}

const isNotBilled = ({ confidence, list_cost, lines }: ChargeWire): boolean =>
  confidence === "exact" && lines.length === 0 && list_cost !== null && !/[1-9]/.test(list_cost);

const providerOfRecords = (book: PriceBook, { lines }: ChargeWire): string | undefined => {
  const [line] = lines;
  return line === undefined ? undefined : book.record(line.price_record)?.provider;
};

const isSameMoney = (before: ChargeWire, after: ChargeWire): boolean =>
  before.confidence === after.confidence &&
  before.list_cost === after.list_cost &&
  before.contracted_cost === after.contracted_cost &&
  before.effective_cost === after.effective_cost &&
  before.billed_cost === after.billed_cost;

/** Why usage was estimated is told when the call is recorded, in whole sentences before the other reasons. */
function withEstimateReason(rated: ChargeWire, attempt: RatedAttempt): ChargeWire {
  if (attempt.usage_origin !== "estimated") return rated;
  const told = /^.*\.(?= )/s.exec(attempt.charge.reason ?? "")?.[0];
  if (told === undefined) return rated;
  return { ...rated, reason: rated.reason === undefined ? told : `${told} ${rated.reason}` };
}
