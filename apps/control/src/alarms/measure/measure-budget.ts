import type { AlarmOn, BudgetsResponse } from "@headgate/contract";
import { type Measured, measurementOver, notMeasured } from "./measured.ts";
import { decimalValue, isBeyondThreshold } from "./threshold.ts";

/** Holds the fullest account of a budget against the alarm's share of the limit. */
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
    ...account,
    value: decimalValue(account.share),
  }));
  const fullest = shares.reduce<(typeof shares)[number] | undefined>(
    (most, one) => (most === undefined || one.value.numerator > most.value.numerator ? one : most),
    undefined,
  );
  const value = fullest?.value ?? decimalValue("0.000000");
  const subject = Object.entries(fullest?.subject ?? {});
  return {
    measurement: measurementOver(range, {
      value: value.text,
      simulated: fullest?.simulated ?? false,
      note: subject.length === 0 ? null : subject.map(([name, of]) => `${name}=${of}`).join(", "),
    }),
    isBeyond: isBeyondThreshold(alarm, value, isFiring),
  };
}
