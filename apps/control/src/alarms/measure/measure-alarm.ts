import type { AlarmConfig, ReconcileReport } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import { measureAnomaly } from "./measure-anomaly.ts";
import { billArrivals, measureBillGap, measureBillLag, measureBillSpend } from "./measure-bill.ts";
import { measureCacheDrop } from "./measure-cache-drop.ts";
import { measureFigure } from "./measure-figure.ts";
import { measureForecast } from "./measure-forecast.ts";
import { measureKpi } from "./measure-kpi.ts";
import type { Measured, MsRange } from "./measured.ts";

/** What alarms are measured from. */
export type AlarmFacts = Readonly<{
  ledger: Pick<LedgerStore, "report" | "imports">;
  /** Calls against bills, over whole days. */
  reconciled: (range: MsRange, provider: string | undefined) => Promise<ReconcileReport>;
}>;

const MINUTE_MS = 60_000;

/** How often an alarm is measured: figures each minute; what reads weeks of history, less often. */
export const measuredEveryMs = ({ on }: AlarmConfig): number => {
  switch (on) {
    case "kpi":
    case "anomaly":
    case "forecast":
    case "bill_gap":
      return 15 * MINUTE_MS;
    default:
      return MINUTE_MS;
  }
};

/** @param look when, and whether the alarm fires, for then it ends at `clear` */
export async function measureAlarm(
  alarm: AlarmConfig,
  { ledger, reconciled }: AlarmFacts,
  look: Readonly<{ nowMs: number; isFiring: boolean }>,
): Promise<Measured> {
  switch (alarm.on) {
    case "cache_drop":
      return measureCacheDrop(alarm, ledger, look);
    case "kpi":
      return measureKpi(alarm, ledger, look.nowMs);
    case "anomaly":
      return measureAnomaly(alarm, ledger, look.nowMs);
    case "forecast":
      return measureForecast(alarm, ledger, look);
    case "bill_spend":
      return measureBillSpend(alarm, ledger, look);
    case "bill_gap":
      return measureBillGap(alarm, reconciled, look);
    case "bill_lag":
      return measureBillLag(alarm, billArrivals(await ledger.imports()), look);
    default:
      return measureFigure(alarm, ledger, look);
  }
}
