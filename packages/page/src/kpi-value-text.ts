import type { KpisReport } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";

/** A KPI's value for the eye. */
export function kpiValueText(value: string, unit: KpisReport["kpis"][number]["unit"]): string {
  switch (unit) {
    case "dollars":
      return displayDollarsCompact(parseDollars(value));
    case "ratio":
      return `${(Number(value) * 100).toFixed(1)} %`;
    case "outcomes":
      return Number(value).toPrecision(3);
    case "attempts":
      return Number(value).toLocaleString("en-US");
    default:
      return unit satisfies never;
  }
}
