import type { AnalyzeResult, ImportSummary, Totals } from "@headgate/contract";
import { formatDollars, parseDollars, picodollars, sum } from "@headgate/money";
import type { Ledger, SpendAnswer } from "./ask-ledger.ts";
import { type Days, halvesOf } from "./days.ts";
import { costPerCall } from "./load-models.ts";

type Kpi = AnalyzeResult["kpis"][number];
type Known = Extract<Kpi, { state: "known" }>;
type Of<Value> = Readonly<{ whole: Value; before: Value | undefined; after: Value | undefined }>;

const DOLLAR = 10n ** 12n;
const CALLS = "single calls: a gateway's, a provider's or a tool's log";
const OUTCOMES = "outcomes: which call led to a solved ticket, a processed document";

/** The measures that a team is run by: those that can be told, and what the others lack. */
export async function loadKpis(
  ledger: Ledger,
  days: Days | undefined,
  read: ImportSummary,
): Promise<readonly Kpi[]> {
  const calls = days && (await callsOf(ledger, days, { category: "inference" }));
  const everything = days && (await callsOf(ledger, days, {}));
  const spend = days && (await ledger.spend(days, "provider"));
  return [
    costPerInference(calls),
    costPerToken(calls),
    missing("token_efficiency", "rising", OUTCOMES),
    cacheHitRate(calls),
    missing("gpu_utilisation", "above 70 %", gpuNeeds(read)),
    missing("cost_per_outcome", "steady or falling", OUTCOMES),
    missing(
      "savings_rate",
      "40 to 60 %",
      "changes that Headgate made to calls, measured against calls without them",
    ),
    unpricedAttempts(everything),
    reconciledShare(spend),
  ];
}

async function callsOf(
  ledger: Ledger,
  days: Days,
  only: Readonly<{ category?: "inference" }>,
): Promise<Of<Totals> | undefined> {
  const whole = await ledger.totals(days, only);
  if (whole.calls === 0) return undefined;
  const halves = halvesOf(days);
  return {
    whole,
    before: halves && (await ledger.totals(halves.before, only)),
    after: halves && (await ledger.totals(halves.after, only)),
  };
}

const missing = (kpi: Kpi["kpi"], target: string, what: string): Kpi => ({
  state: "missing",
  kpi,
  target,
  missing: what,
});

/** A measure of calls and of their halves; missing where nothing tells it. */
function measured(
  calls: Of<Totals> | undefined,
  about: Readonly<{ kpi: Kpi["kpi"]; target: string; unit: Known["unit"] }>,
  measure: (totals: Totals) => string | null,
  isOnTarget: (value: string, trend: number | undefined) => boolean | null,
): Kpi {
  const { kpi, target, unit } = about;
  const value = calls === undefined ? null : measure(calls.whole);
  if (calls === undefined || value === null) return missing(kpi, target, CALLS);
  // Of the measures only what a call costs has a hole where a price is not known.
  const isUnsure = (totals: Totals): boolean =>
    kpi === "cost_per_inference" && totals.unpriced_attempts > 0;
  const sure = (totals: Totals | undefined): string | null =>
    totals === undefined || isUnsure(totals) ? null : measure(totals);
  const before = sure(calls.before);
  const after = sure(calls.after);
  const difference =
    before === null || after === null
      ? undefined
      : Number(parseDollars(after) - parseDollars(before));
  return {
    state: "known",
    kpi,
    target,
    unit,
    value,
    is_lower_bound: isUnsure(calls.whole),
    before,
    after,
    on_target: isOnTarget(value, difference),
  };
}

const costPerInference = (calls: Of<Totals> | undefined): Kpi =>
  measured(
    calls,
    { kpi: "cost_per_inference", target: "falling", unit: "dollars" },
    costPerCall,
    (_, difference) => (difference === undefined ? null : difference < 0),
  );

/** On target below list: what discounts and tiers take off the list price of the same tokens. */
const costPerToken = (calls: Of<Totals> | undefined): Kpi =>
  measured(
    calls,
    {
      kpi: "effective_cost_per_million_tokens",
      target: "below list",
      unit: "dollars",
    },
    (totals) => totals.effective_cost_per_million_tokens,
    () =>
      calls === undefined
        ? null
        : parseDollars(calls.whole.effective_cost) < parseDollars(calls.whole.list_cost),
  );

const cacheHitRate = (calls: Of<Totals> | undefined): Kpi =>
  measured(
    calls,
    { kpi: "cache_hit_rate", target: "above 30 %", unit: "share" },
    ({ cache_read_tokens, input_tokens }) =>
      input_tokens === 0 ? null : shareText(BigInt(cache_read_tokens), BigInt(input_tokens)),
    (value) => parseDollars(value) * 10n > 3n * DOLLAR,
  );

const unpricedAttempts = (calls: Of<Totals> | undefined): Kpi =>
  measured(
    calls,
    { kpi: "unpriced_attempts", target: "none", unit: "attempts" },
    (totals) => `${totals.unpriced_attempts}`,
    (value) => value === "0",
  );

/**
 * How much of the bill its calls explain, provider by provider: what a bill says beyond its calls and what calls
 * say beyond the bill both count against it. Differences of single days within a provider are not told here.
 */
function reconciledShare(spend: SpendAnswer | undefined): Kpi {
  const about = { kpi: "reconciled_share", target: "above 99 %" } as const;
  const lacks = "a provider's bill and the calls that it is about";
  const covered = spend?.rows.filter(({ basis, part }) => basis === "bill" && part !== "billed");
  const unseen = covered?.filter(({ part }) => part === "not_seen");
  if (covered === undefined || unseen === undefined) return missing(about.kpi, about.target, lacks);
  const bill = sum(covered.map(({ cost }) => parseDollars(cost)));
  if (bill <= 0n || !covered.some(({ part }) => part === "called")) {
    return missing(about.kpi, about.target, lacks);
  }
  const gaps = unseen.map(({ cost }) => parseDollars(cost));
  const gap = sum(gaps.map((amount) => picodollars(amount < 0n ? -amount : amount)));
  const value = shareText(bill > gap ? bill - gap : 0n, bill);
  return {
    ...about,
    state: "known",
    unit: "share",
    value,
    is_lower_bound: false,
    before: null,
    after: null,
    on_target: parseDollars(value) * 100n > 99n * DOLLAR,
  };
}

/** A part of a whole as decimal text with twelve places. */
const shareText = (part: bigint, whole: bigint): string =>
  formatDollars(picodollars((part * DOLLAR) / whole));

const gpuNeeds = ({ sources }: ImportSummary): string =>
  sources.some(({ source }) => source === "dcgm" || source === "cloudwatch_sagemaker")
    ? "nothing: what was measured is in the ledger, but this page does not work it out yet"
    : "measurements of GPUs: DCGM's, or CloudWatch's of SageMaker";
