import { type LedgerRow, type Operation, rowId } from "@headgate/contract";
import { atReference, type Step, splitSavings } from "@headgate/levers";
import { formatDollars, type Picodollars, ZERO } from "@headgate/money";
import {
  answeredRegion,
  applyOverlays,
  type Charge,
  chargeToWire,
  notBilled,
  rateUsage,
  unpriced,
} from "@headgate/pricing";
import { type JsonObject, readBatchAnswer } from "@headgate/providers";
import type { BatchItem } from "./item.ts";
import type { BatchPrices, BatchProvider } from "./ports.ts";

/** Between which moments the provider had the request: both are noted before a row is made, so that it is always the same. */
type BatchTimes = Readonly<{ startedAtMs: number; endedAtMs: number }>;

/** What a row is made by. */
export type RowTerms = Readonly<{
  provider: BatchProvider;
  /** The model that it would have gone to, had no other been chosen; absent where none was, or it is not configured any more. */
  reference?: ReferenceTerms | undefined;
  prices: BatchPrices;
  times: BatchTimes;
}>;

/** Whose answer a request would have got, had no other model been chosen for it. */
export type ReferenceTerms = Readonly<{ provider: BatchProvider; model: string }>;

const operationOf = (item: BatchItem): Operation =>
  item.format === "openai.embeddings" ? "embeddings" : "chat";

/**
 * The row of an answer from a provider's batch. It cost what the price book has for batches; in real time the same usage
 * would have cost the standard rates, and the difference is the saving of the lever `batch`, exactly. Where another model was
 * chosen, the reference in real time is what it would have cost, and the difference between the two in real time the saving of
 * the lever `route`.
 *
 * @param late the request had been answered in another way: nobody asked for this answer, so all of it is a loss
 */
export function answeredRow(
  item: BatchItem,
  answer: Readonly<{ status: number; body: JsonObject; requestId?: string }>,
  terms: RowTerms,
  late = false,
): LedgerRow {
  const reading = readingOf(answer.body, terms);
  const charge = chargeOf(item, reading, terms, { serviceTier: "batch" });
  const region = answeredRegion(terms.provider.priceProvider, reading);
  const { baseline, steps } = late
    ? { baseline: ZERO, steps: [] }
    : realTimeCosts(item, reading, terms);
  return {
    ...rowBase(item, terms),
    row_id: rowId(item.callId, attemptOf(item)),
    attempt: attemptOf(item),
    final: !late,
    service_tier: "batch",
    ...(!late && placesOf(item)),
    outcome: "completed",
    status: answer.status,
    usage_origin: reading.usageOrigin,
    usage: reading.usage,
    charge: chargeToWire(charge),
    ...savingsRow(baseline, [...steps, { lever: "batch", costAfter: charge.effectiveCost }]),
    ...(reading.responseModel !== undefined && { response_model: reading.responseModel }),
    ...(reading.responseId !== undefined && { response_id: reading.responseId }),
    ...(region !== undefined && { region }),
    ...(answer.requestId !== undefined && { provider_request_id: answer.requestId.slice(0, 200) }),
    ...(reading.rawUsage !== undefined && { raw_usage: reading.rawUsage }),
    ...(reading.otherUsage !== undefined && { other_usage: [...reading.otherUsage] }),
    ...(reading.violations.length > 0 && { usage_violations: [...reading.violations] }),
  };
}

/** What an answer would have cost in real time had no lever acted, and what routing made of that; `undefined`: unknown. */
export type RealTimeCosts = Readonly<{
  baseline: Picodollars | undefined;
  /** None where no other model was chosen. */
  steps: readonly Step[];
}>;

/** The same from the answer alone. */
export const realTimeCostsOf = (
  item: BatchItem,
  body: JsonObject,
  terms: RowTerms,
): RealTimeCosts => realTimeCosts(item, readingOf(body, terms), terms);

function realTimeCosts(item: BatchItem, reading: Reading, terms: RowTerms): RealTimeCosts {
  const chosen = chargeOf(item, reading, terms, {}).effectiveCost;
  if (!isMoved(item)) return { baseline: chosen, steps: [] };
  return {
    baseline: referenceCost(item, reading, terms),
    steps: [{ lever: "route", costAfter: chosen }],
  };
}

/** Whether it goes to another model than it would have gone to. */
export const isMoved = ({ route }: Pick<BatchItem, "route">): boolean =>
  route !== undefined && route.reason !== "shadow" && route.chosen !== route.reference;

/** What the same usage would have cost at the reference; `undefined` where that is not known. */
function referenceCost(
  item: BatchItem,
  reading: Reading,
  terms: RowTerms,
): Picodollars | undefined {
  const { reference } = terms;
  if (reference === undefined) return undefined;
  const { provider, model } = reference;
  // What the answer says of its model is not said of the other.
  const { responseModel, otherUsage, ...unnamed } = reading;
  return atReference({ usage: reading.usage, otherUsage, responseModel }, model, (used) => {
    const others = used.otherUsage === undefined ? {} : { otherUsage: used.otherUsage };
    const there = { ...item, target: { ...item.target, model } };
    return chargeOf(
      there,
      { ...unnamed, usage: used.usage, ...others },
      { ...terms, provider },
      {},
    );
  }).effectiveCost;
}

type Reading = ReturnType<typeof readBatchAnswer>;

const readingOf = (body: JsonObject, { provider }: RowTerms): Reading =>
  readBatchAnswer({ provider: provider.priceProvider, body });

const chargeOf = (
  item: BatchItem,
  reading: Reading,
  { provider, prices, times }: RowTerms,
  tier: Readonly<{ serviceTier?: string }>,
): Charge =>
  applyOverlays(prices.book, {
    charge: rateUsage(prices.book, {
      provider: provider.priceProvider,
      region: answeredRegion(provider.priceProvider, reading) ?? provider.region,
      ownNames: provider.ownNames,
      models: modelsOf(item, reading.responseModel),
      usage: reading.usage,
      usageOrigin: reading.usageOrigin,
      usageViolations: reading.violations,
      otherUsage: reading.otherUsage,
      ...tier,
      operation: operationOf(item),
      atMs: times.startedAtMs,
    }),
    overlays: prices.overlays,
    providerName: provider.name,
    atMs: times.startedAtMs,
  });

/** The row of a line that was not answered: a provider bills it nothing. */
export function failedRow(
  item: BatchItem,
  failure: Readonly<{ status?: number; outcome: "provider_error" | "timed_out"; final: boolean }>,
  terms: RowTerms,
): LedgerRow {
  const nothing = chargeToWire(notBilled("The provider bills no line that failed."));
  return {
    ...rowBase(item, terms),
    row_id: rowId(item.callId, attemptOf(item)),
    attempt: attemptOf(item),
    final: failure.final,
    ...(failure.final && placesOf(item)),
    service_tier: "batch",
    outcome: failure.outcome,
    ...(failure.status !== undefined && { status: failure.status }),
    usage_origin: "none",
    usage: {},
    charge: nothing,
    baseline_cost: nothing.effective_cost,
    savings: [],
  };
}

/** The row of a line that is in no result: whether it was billed is not known, and never nothing. */
export function missingRow(item: BatchItem, terms: RowTerms): LedgerRow {
  return {
    ...rowBase(item, terms),
    row_id: rowId(item.callId, attemptOf(item)),
    attempt: attemptOf(item),
    final: false,
    service_tier: "batch",
    outcome: "interrupted",
    usage_origin: "none",
    usage: {},
    charge: chargeToWire(
      unpriced("The batch's results have no line for it, so it is not known what was billed."),
    ),
    baseline_cost: null,
    savings: [],
  };
}

/**
 * The row of a copy: it was never sent, so it cost nothing, and saved what its leader would have cost in real time: by being
 * asked once the chosen model's cost, by routing the rest.
 */
export function copyRow(
  copy: BatchItem,
  leader: BatchItem,
  { baseline, steps }: RealTimeCosts,
  terms: RowTerms,
): LedgerRow {
  const saved = baseline !== ZERO;
  return {
    ...rowBase(copy, terms),
    row_id: rowId(copy.callId, 0),
    attempt: 0,
    final: true,
    outcome: leader.state === "answered" ? "completed" : "provider_error",
    ...(leader.status !== undefined && { status: leader.status }),
    usage_origin: "none",
    usage: {},
    charge: chargeToWire(notBilled("Another request asked the same: this one was not sent.")),
    ...(saved
      ? savingsRow(baseline, [...steps, { lever: "batch", costAfter: ZERO }])
      : { baseline_cost: formatDollars(ZERO), savings: [] }),
    ...(leader.state === "answered" && {
      changes: [{ lever: "batch" as const, did: "duplicate", count: 1 }],
    }),
  };
}

const attemptOf = (item: BatchItem): number => item.batchAttempt ?? Math.max(item.attempts - 1, 0);

const modelsOf = (item: BatchItem, responseModel: string | undefined): readonly string[] =>
  responseModel === undefined || responseModel === item.target.model
    ? [item.target.model]
    : [responseModel, item.target.model];

function savingsRow(
  baseline: Picodollars | undefined,
  steps: readonly Step[],
): Pick<LedgerRow, "baseline_cost" | "savings"> {
  const wire = (amount: Picodollars | undefined): string | null =>
    amount === undefined ? null : formatDollars(amount);
  return {
    baseline_cost: wire(baseline),
    savings: splitSavings(baseline, steps).map(({ lever, amount }) => ({
      lever,
      amount: wire(amount),
    })),
  };
}

/**
 * The arms of experiments that a call counts in: by the row that ends it, once. What is asked in real time after all has them in
 * the gateway's row; and a copy has none, since the smaller arm finds fewer to be copied from.
 */
const placesOf = ({ experiments }: BatchItem): Pick<LedgerRow, "experiments"> =>
  experiments === undefined ? {} : { experiments };

const rowBase = (item: BatchItem, { provider, times }: RowTerms) => ({
  call_id: item.callId,
  ...(item.clientCallId !== undefined && { client_call_id: item.clientCallId }),
  started_at_ms: times.startedAtMs,
  duration_ms: Math.max(times.endedAtMs - times.startedAtMs, 0),
  source: "gateway" as const,
  simulated: provider.config.simulated,
  wire_format: item.format,
  operation: operationOf(item),
  provider: provider.name,
  request_model: item.model,
  ...(item.target.model !== item.model && { sent_model: item.target.model }),
  ...(item.route !== undefined && { route: item.route }),
  stream: false,
  key_id: item.keyId,
  attribution: item.attribution,
  tags: item.tags,
  request_bytes: item.bodyBytes,
});
