import { type AnomaliesReport, changeWords, counted } from "@headgate/contract";
import { displayDollarsCompact, parseDollars, picodollars } from "@headgate/money";
import { partNames } from "./driver-table.ts";

type Anomaly = Extract<AnomaliesReport["judgement"], { kind: "judged" }>["anomalies"][number];

/** What an anomaly's dollars are of: `all calls`, or `team support`. */
export const anomalySliceText = ({ slice }: Pick<Anomaly, "slice">): string =>
  slice === null ? "all calls" : `${slice.dimension} ${slice.value}`;

/** What was found and not looked at; undefined where that is nothing. */
export const leftOutText = (leftOut: number | undefined): string | undefined =>
  leftOut === undefined || leftOut === 0
    ? undefined
    : `${counted(leftOut, "more deviation was", "more deviations were")} not looked at: a shorter range has fewer.`;

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

/**
 * An anomaly in one sentence: `Feature chat cost $3.40 more than the usual $8.70 because of more tokens per call, most of
 * it at customer acme.`
 */
export function anomalySentence(
  anomaly: Pick<Anomaly, "slice" | "cause" | "direction" | "excess" | "expected">,
): string {
  const { cause, direction } = anomaly;
  const whose = anomalySliceText(anomaly);
  const off = `${capital(whose)} cost ${dollars(anomaly.excess)} ${direction === "above" ? "more" : "less"} than the usual ${dollars(anomaly.expected)}`;
  if (cause.kind === "unknown") return `${off}; why is not known: ${cause.reason}.`;
  const why = `${off} because of ${changeWords[cause.part][direction]}`;
  const values = cause.values.map((value) => value ?? `no ${cause.dimension}`).join(", ");
  const at = [
    ...(cause.dimension === null || isCausedBySlice(anomaly)
      ? []
      : [`${cause.dimension} ${values}`]),
    ...(cause.within === null ? [] : [`${cause.within.dimension} ${cause.within.value}`]),
  ];
  if (at.length > 0) return `${why}, most of it at ${at.join(", ")}.`;
  return cause.dimension === null ? `${why}, of all alike.` : `${why}.`;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const dollars = (text: string): string => {
  const amount = parseDollars(text);
  return displayDollarsCompact(amount < 0n ? picodollars(-amount) : amount);
};
