import type { AlarmOn, KpisReport } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { kpis } from "../../insight/kpis.ts";
import { kpiPeriods } from "../alarm-range.ts";
import type { AlarmFacts } from "./measure-alarm.ts";
import { isoRange, type Measured, measurementOver } from "./measured.ts";
import { decimalValue, isBeyondThreshold } from "./threshold.ts";

type Kpi = KpisReport["kpis"][number];
/** Whether a period is off; undefined with the reason where that cannot be said. */
type Judged = Readonly<{ isOff: boolean | undefined; value: string | null; reason: string | null }>;

/** Measures a KPI over the last periods of the alarm, the latest first. */
export async function measureKpi(
  alarm: AlarmOn<"kpi">,
  facts: AlarmFacts,
  nowMs: number,
): Promise<Measured> {
  // One more than is judged: each is held against the one before it, which may be longer or shorter.
  const periods = kpiPeriods({ ...alarm, periods: alarm.periods + 1 }, nowMs);
  const [latest] = periods;
  if (latest === undefined) throw new TypeError("an alarm on a KPI has a period");
  const judged: Judged[] = [];
  for (const [index, period] of periods.slice(0, alarm.periods).entries()) {
    const before = periods[index + 1];
    if (before === undefined) throw new TypeError("a period has one before it");
    const report = await kpis(facts, { ...alarm.filter, ...isoRange(period) }, isoRange(before));
    const kpi = report.kpis.find(({ name }) => name === alarm.kpi);
    if (kpi === undefined) throw new TypeError(`the planner has no KPI ${alarm.kpi}`);
    judged.push(judgeKpi(alarm, kpi));
    // One period on target is enough to say that not all are off.
    if (judged.at(-1)?.isOff === false) break;
  }
  const { totals } = await facts.ledger.report("totals", { ...alarm.filter, ...isoRange(latest) });
  const isBeyond = areAllOff(judged.map(({ isOff }) => isOff));
  const reason = judged.find(({ isOff }) => isOff === undefined)?.reason ?? null;
  return {
    measurement: measurementOver(
      latest,
      {
        value: judged[0]?.value ?? null,
        calls: totals.calls,
        unpriced_attempts: totals.unpriced_attempts,
        simulated: parseDollars(totals.simulated_cost) > 0n,
        note: judged[0]?.reason ?? reason,
      },
      isBeyond === undefined ? "cannot_be_measured" : undefined,
    ),
    isBeyond,
  };
}

/** One that is not off settles it; otherwise one that is not known leaves it open. */
export const areAllOff = (periods: readonly (boolean | undefined)[]): boolean | undefined => {
  if (periods.includes(false)) return false;
  return periods.includes(undefined) ? undefined : true;
};

/** A KPI that is not known is not off. */
function judgeKpi(alarm: AlarmOn<"kpi">, kpi: Kpi): Judged {
  if (kpi.kind === "unknown") {
    return { isOff: undefined, value: null, reason: `${kpi.reason}; it needs ${kpi.needs}` };
  }
  const { value, note } = kpi;
  if (alarm.above !== undefined || alarm.below !== undefined) {
    return { isOff: isBeyondThreshold(alarm, decimalValue(value), false), value, reason: note };
  }
  return {
    isOff: kpi.is_on_target === null ? undefined : !kpi.is_on_target,
    value,
    reason: note,
  };
}
