import {
  type AlarmOn,
  type BillSource,
  billSources,
  counted,
  type ReconcileReport,
} from "@headgate/contract";
import type { FinishedImport, LedgerStore } from "@headgate/ledger";
import { formatDollars, type Picodollars, parseDollars, picodollars, sum } from "@headgate/money";
import { type ReconcileTerms, reconcileRange } from "../../billing/reconcile-range.ts";
import { alarmRange } from "../alarm-range.ts";
import { isoRange, type Measured, type MsRange, measurementOver, notMeasured } from "./measured.ts";
import { decimalValue, isBeyondThreshold, ratioValue, type Value } from "./threshold.ts";

type Look = Readonly<{ nowMs: number; isFiring: boolean }>;

const DAY_MS = 86_400_000;
/** More groups of lines than a charge category can have. */
const GROUPS = 1_000;
/** Only the sums of a reconciliation are looked at. */
const FEW_CELLS = 1;

/**
 * Measures the billed cost of the month (UTC) so far, by bill lines: bills count their days and months so, and a
 * month of another zone would lose what begins with its first hours. Where the month has none but simulated ones, it
 * measures those and says so; beside real ones they count for nothing.
 */
export async function measureBillSpend(
  alarm: AlarmOn<"bill_spend">,
  ledger: Pick<LedgerStore, "report">,
  { nowMs, isFiring }: Look,
): Promise<Measured> {
  const range = alarmRange({ window: "month", time_zone: "UTC" }, nowMs);
  const linesOf = async (simulated: boolean) => {
    const { rows } = await ledger.report("bill-by", {
      ...alarm.filter,
      ...isoRange(range),
      by: "charge_category",
      billing_currency: alarm.currency,
      simulated,
      limit: GROUPS,
    });
    return rows;
  };
  const real = await linesOf(false);
  const simulated = real.length === 0;
  const rows = simulated ? await linesOf(true) : real;
  if (rows.length === 0)
    return notMeasured(range, `no bill line of the month is in ${alarm.currency}`);
  const billed = formatDollars(sum(rows.map(({ billed_cost: cost }) => wholePart(cost))));
  const lines = rows.reduce((total, row) => total + row.lines, 0);
  return {
    measurement: measurementOver(range, {
      value: billed,
      simulated,
      note: `${counted(lines, "line")}; what has not been billed yet is not in it`,
    }),
    isBeyond: isBeyondThreshold(alarm, decimalValue(billed), isFiring),
  };
}

/** Bills can have more places than twelve; what is beyond them is cut. */
const wholePart = (text: string): Picodollars => {
  const [whole = "", fraction = ""] = text.split(".");
  return parseDollars(fraction === "" ? whole : `${whole}.${fraction.slice(0, 12)}`);
};

/** Measures how far calls are off the bill, for days that it reaches. */
export async function measureBillGap(
  alarm: AlarmOn<"bill_gap">,
  terms: ReconcileTerms,
  { nowMs, isFiring }: Look,
): Promise<Measured> {
  const today = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const month = alarmRange({ window: "month", time_zone: "UTC" }, nowMs);
  // Of a month's first day no whole day has passed: then it is the month before.
  const range =
    alarm.window === "7d"
      ? { fromMs: today - 7 * DAY_MS, toMs: today }
      : month.fromMs < today
        ? { fromMs: month.fromMs, toMs: today }
        : alarmRange({ window: "month", time_zone: "UTC" }, today - 1);
  const { provider } = alarm;
  const question = { ...isoRange(range), provider, cost: "effective", limit: FEW_CELLS } as const;
  const { groups } = await reconcileRange(terms, question);
  return judgeBillGap(alarm, groups, { range, isFiring });
}

type Group = ReconcileReport["groups"][number];
/** Causes that say nothing of how calls and bill differ in the use of models. */
const OTHER_REASONS = new Set<string>(["no_bill_for_day"]);
const OTHER_CAUSES = new Set<string>(["non_usage", "timing"]);

/** The worst currency counts: amounts of several are never added up. */
function judgeBillGap(
  alarm: AlarmOn<"bill_gap">,
  groups: readonly Group[],
  { range, isFiring }: Readonly<{ range: MsRange; isFiring: boolean }>,
): Measured {
  const currencies = [...new Set(groups.map(({ currency }) => currency))];
  const gaps = currencies.flatMap((currency) => {
    const of = groups.filter((group) => group.currency === currency);
    const bill = sum(of.map(({ usage_bill: usage }) => wholePart(usage)));
    if (bill <= 0n) return [];
    const difference = sum(of.map(usageDifference));
    const gap = difference < 0n ? -difference : difference;
    const side = difference < 0n ? "calls are more than the bill" : "the bill is more than calls";
    const note = `${side}, by ${formatDollars(picodollars(gap))} ${currency} of ${formatDollars(bill)}`;
    return [{ value: ratioValue(gap, bill), note }];
  });
  const worst = gaps.reduce<Readonly<{ value: Value; note: string }> | undefined>(
    (most, one) => (most === undefined || isLarger(one.value, most.value) ? one : most),
    undefined,
  );
  if (worst === undefined) return notMeasured(range, "no bill of these days has use of models");
  return {
    measurement: measurementOver(range, { value: worst.value.text, note: worst.note }),
    isBeyond: isBeyondThreshold(alarm, worst.value, isFiring),
  };
}

const usageDifference = ({ causes }: Group): Picodollars =>
  sum(
    causes
      .filter(({ cause, reason }) => !OTHER_CAUSES.has(cause) && !OTHER_REASONS.has(reason))
      .map(({ amount }) => wholePart(amount)),
  );

const isLarger = (left: Value, right: Value): boolean =>
  left.numerator * right.denominator > right.numerator * left.denominator;

/** A source of bills, and when it last brought lines that were new. */
export type BillArrival = Readonly<{ source: BillSource; newAtMs: number }>;

/** Measures for how many days a source of bills has brought nothing new; the worst of several counts. */
export function measureBillLag(
  alarm: AlarmOn<"bill_lag">,
  arrivals: readonly BillArrival[],
  { nowMs, isFiring }: Look,
): Measured {
  const asked = arrivals.filter(
    ({ source }) => alarm.source === undefined || source === alarm.source,
  );
  const oldest = asked.reduce<BillArrival | undefined>(
    (before, one) => (before === undefined || one.newAtMs < before.newAtMs ? one : before),
    undefined,
  );
  if (oldest === undefined) {
    const what = alarm.source ?? "any source";
    return notMeasured({ fromMs: nowMs, toMs: nowMs }, `no bill of ${what} was ever imported`);
  }
  const range = { fromMs: oldest.newAtMs, toMs: nowMs };
  const ms = BigInt(Math.max(0, Math.trunc(nowMs - oldest.newAtMs)));
  const value = ratioValue(ms, BigInt(DAY_MS));
  const note = `${oldest.source} last brought new lines at ${isoRange(range).from}`;
  return {
    measurement: measurementOver(range, { value: value.text, note }),
    isBeyond: isBeyondThreshold(alarm, value, isFiring),
  };
}

/** When each source of bills last brought lines that were new or restated, by the imports that hold. */
export async function billArrivals(
  imports: AsyncIterable<FinishedImport>,
): Promise<readonly BillArrival[]> {
  const latest = new Map<BillSource, number>();
  for await (const { summary, finishedAtMs } of imports) {
    for (const { source, added, replaced } of summary.sources) {
      const bill = billSources.find((known) => known === source);
      if (bill === undefined || added + replaced === 0) continue;
      latest.set(bill, Math.max(finishedAtMs, latest.get(bill) ?? finishedAtMs));
    }
  }
  return [...latest].map(([source, newAtMs]) => ({ source, newAtMs }));
}
