import type { AnomaliesReport } from "@headgate/contract";
import { partNames } from "./driver-table.ts";

type Anomaly = Extract<AnomaliesReport["judgement"], { kind: "judged" }>["anomalies"][number];

/** What an anomaly's dollars are of: `all calls`, or `team support`. */
export const anomalySliceText = ({ slice }: Pick<Anomaly, "slice">): string =>
  slice === null ? "all calls" : `${slice.dimension} ${slice.value}`;

/** Whether an anomaly's cause names nothing but the slice that its dollars are of already. */
export const isCausedBySlice = ({ slice, cause }: Pick<Anomaly, "slice" | "cause">): boolean =>
  slice !== null &&
  cause.kind === "named" &&
  slice.dimension === cause.dimension &&
  cause.values.length === 1 &&
  cause.values[0] === slice.value;

/** What moved an anomaly's dollars: `team support, feature chat: volume`; the slice is not said again. */
export function anomalyCauseText(anomaly: Pick<Anomaly, "slice" | "cause">): string {
  const { cause } = anomaly;
  if (cause.kind === "unknown") return `unknown: ${cause.reason}`;
  const part = partNames[cause.part];
  if (cause.dimension === null) return `${part}, of all alike`;
  const values = cause.values.map((value) => value ?? "(none)").join(", ");
  const whose = cause.within === null ? "" : `, ${cause.within.dimension} ${cause.within.value}`;
  return isCausedBySlice(anomaly)
    ? `${part}${whose}`
    : `${cause.dimension} ${values}${whose}: ${part}`;
}
