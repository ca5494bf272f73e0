import type { KpisReport } from "@headgate/contract";
import { formatDollars, picodollars } from "@headgate/money";
import { kpiDefinitions } from "./definitions.ts";
import type { Kpi } from "./work-out-kpis.ts";

/** A KPI in its wire form, with its definition. */
export function wireKpi(kpi: Kpi): KpisReport["kpis"][number] {
  const { title, definition, unit, targetText } = kpiDefinitions[kpi.name];
  const about = { name: kpi.name, title, definition, unit, target: targetText };
  switch (kpi.kind) {
    case "unknown":
      return { ...about, kind: "unknown", reason: kpi.reason, needs: kpi.needs };
    case "known":
      return {
        ...about,
        kind: "known",
        value: wireValue(kpi.value),
        before: kpi.before === null ? null : wireValue(kpi.before),
        trend: kpi.trend,
        is_better: kpi.isBetter,
        is_on_target: kpi.isOnTarget,
        note: kpi.note,
      };
    default:
      return kpi satisfies never;
  }
}

/** Trillionths of any unit have the places of money. */
const wireValue = (value: bigint): string => formatDollars(picodollars(value));
