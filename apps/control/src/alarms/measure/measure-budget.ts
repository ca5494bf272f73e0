import type { AlarmOn, BudgetStatus, BudgetsResponse } from "@headgate/contract";
import { type Measured, type MeasuredEvent, measurementOver, notMeasured } from "./measured.ts";
import { decimalValue, isBeyondThreshold } from "./threshold.ts";

type Account = BudgetStatus["accounts"][number];

/** What has no window of its own is one event while no look in an hour finds it below. */
const ROLLING_APART_MS = 3_600_000;
/** Windows follow each other without a moment between them, and are two. */
const WINDOWS_APART_MS = -1;

/**
 * Holds the accounts of a budget against the alarm's share of the limit. The alarm fires while the fullest is beyond it;
 * each account that is beyond is an event of its window, for one that is told must not keep the others from being told.
 */
export function measureBudget(
  alarm: AlarmOn<"budget">,
  { budgets }: Pick<BudgetsResponse, "budgets">,
  { nowMs, isFiring }: Readonly<{ nowMs: number; isFiring: boolean }>,
): Measured {
  const budget = budgets.find(({ name }) => name === alarm.budget);
  const startMs = budget?.window_start == null ? nowMs : Date.parse(budget.window_start);
  const range = { fromMs: startMs, toMs: nowMs };
  if (budget === undefined) return notMeasured(range, `there is no budget ${alarm.budget}`);
  // In a window that has just begun nobody has spent anything: that ends the alarm of the one before.
  const shares = budget.accounts.map((account) => ({
    account,
    value: decimalValue(account.share),
  }));
  const fullest = shares.reduce<(typeof shares)[number] | undefined>(
    (most, one) => (most === undefined || one.value.numerator > most.value.numerator ? one : most),
    undefined,
  );
  const value = fullest?.value ?? decimalValue("0.000000");
  const measurementOf = (account: Account | undefined, text: string | null) =>
    measurementOver(range, {
      value: text,
      simulated: account?.simulated ?? false,
      note: account === undefined ? null : subjectText(account),
    });
  const hasWindow = budget.window !== null && !budget.window.startsWith("rolling");
  const span =
    hasWindow && budget.window_end !== null
      ? { startMs, endMs: Date.parse(budget.window_end) }
      : { startMs: nowMs, endMs: nowMs };
  return {
    measurement: measurementOf(fullest?.account, value.text),
    isBeyond: isBeyondThreshold(alarm, value, isFiring),
    events: shares
      .filter((one) => isBeyondThreshold(alarm, one.value, false))
      .map(
        (one): MeasuredEvent => ({
          span: { direction: "above", slice: sliceOf(one.account), ...span },
          measurement: measurementOf(one.account, one.value.text),
        }),
      ),
    eventsApartMs: hasWindow ? WINDOWS_APART_MS : ROLLING_APART_MS,
  };
}

const subjectText = ({ subject }: Account): string | null => {
  const told = Object.entries(subject);
  return told.length === 0 ? null : told.map(([name, of]) => `${name}=${of}`).join(", ");
};

/** An account as the slice of its calls; one of several labels is kept under the first of them. */
function sliceOf({ subject }: Account): MeasuredEvent["span"]["slice"] {
  const told = Object.entries(subject);
  const [first] = told;
  if (first === undefined) return null;
  const [name, value] = first;
  return {
    dimension: name,
    value: told.length === 1 ? value : JSON.stringify(told.map(([, of]) => of)),
  };
}
