import type { AnalyzeResult } from "@headgate/contract";
import {
  divideRounded,
  formatDollars,
  parseDollars,
  picodollars,
  subtract,
  sum,
} from "@headgate/money";
import { factsOfCalls, gpuUseOf, type KpiFacts, wireKpi, workOutOfHalves } from "@headgate/planner";
import type { Ledger } from "./ask-ledger.ts";
import { type Days, halvesOf } from "./days.ts";

type Kpi = AnalyzeResult["kpis"][number];

/** The planner's KPIs over the period, their trend by its halves; each that is not known says what it needs. */
export async function loadKpis(ledger: Ledger, days: Days | undefined): Promise<readonly Kpi[]> {
  const whole = days === undefined ? nothing : await factsOf(ledger, days);
  const halves = days === undefined ? undefined : halvesOf(days);
  const compared = halves && {
    before: await factsOf(ledger, halves.before),
    after: await factsOf(ledger, halves.after),
  };
  return workOutOfHalves(whole, compared ?? null).map(({ kpi, after }) => ({
    ...wireKpi(kpi),
    // Trillionths of any unit have the places of money.
    after: after === null ? null : formatDollars(picodollars(after)),
  }));
}

async function factsOf(ledger: Ledger, days: Days): Promise<KpiFacts> {
  const totals = await ledger.totals(days);
  return {
    ...factsOfCalls(totals, await ledger.pricedCalls(days)),
    gpuUtilisation: gpuUseOf(await ledger.gpuUtilisation(days)),
    bill: await billOf(ledger, days),
    // No file that is read tells which call led to what.
    outcomes: NO_OUTCOMES,
  };
}

/**
 * How much of the bill its calls explain, provider by provider: what a bill says beyond its calls and what calls
 * say beyond the bill both count against it. Differences of single days within a provider are not told here.
 */
async function billOf(ledger: Ledger, days: Days): Promise<KpiFacts["bill"]> {
  const { rows } = await ledger.spend(days, "provider");
  const covered = rows.filter(({ basis, part }) => basis === "bill" && part !== "billed");
  if (!covered.some(({ part }) => part === "called")) return NO_BILL;
  const billed = sum(covered.map(({ cost }) => parseDollars(cost)));
  if (billed <= 0n) return { kind: "unknown", reason: "the period's bills add up to nothing" };
  const gap = sum(
    covered
      .filter(({ part }) => part === "not_seen")
      .map(({ cost }) => parseDollars(cost))
      .map((amount) => picodollars(amount < 0n ? -amount : amount)),
  );
  const explained = gap > billed ? 0n : subtract(billed, gap);
  return {
    kind: "known",
    reconciledShare: divideRounded(picodollars(explained * TRILLION), billed),
    note: "taken provider by provider: headgate reconcile tells days and models apart",
  };
}

const NONE = picodollars(0n);
const TRILLION = 1_000_000_000_000n;
const NO_OUTCOMES = {
  kind: "unknown",
  reason: "no file that is read tells what calls led to",
} as const;
const NO_BILL = { kind: "unknown", reason: "no bill of the period has calls beside it" } as const;
/** No call and no bill: every KPI then says what it needs. */
const nothing: KpiFacts = {
  attempts: 0,
  unpricedAttempts: 0,
  pricedCalls: 0,
  pricedCallsCost: NONE,
  pricedTokens: 0,
  effectiveCost: NONE,
  listCost: NONE,
  comparedBaselineCost: NONE,
  comparedEffectiveCost: NONE,
  promptTokens: 0,
  cacheReadTokens: 0,
  avoidedPromptTokens: 0,
  unknownSavings: 0,
  outcomes: NO_OUTCOMES,
  gpuUtilisation: gpuUseOf({ mean: null, bounds: 0 }),
  bill: NO_BILL,
};
