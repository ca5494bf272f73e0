import {
  type AnomaliesReport,
  billedChangeWords,
  type ChangePart,
  changeWords,
  counted,
  type InsightDimension,
} from "@headgate/contract";
import { displayDollarsCompact, parseDollars, picodollars } from "@headgate/money";
import { billedPartNames, partNames } from "./driver-table.ts";
import { insightDimensionText } from "./insight-dimension-text.ts";

type Anomaly = Extract<AnomaliesReport["judgement"], { kind: "judged" }>["anomalies"][number];

/** What an anomaly's dollars are of: `all calls`, `team support`, or `bills, service Amazon SageMaker`. */
export function anomalySliceText({ slice, of }: Pick<Anomaly, "slice" | "of">): string {
  if (slice === null) return of === "bills" ? "all these bills" : "all calls";
  const named = `${insightDimensionText(slice.dimension)} ${slice.value}`;
  return of === "bills" ? `bills, ${named}` : named;
}

const partText = (part: ChangePart, of: Anomaly["of"]): string =>
  of === "bills" ? billedPartNames[part] : partNames[part];

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
export function anomalyCauseText(anomaly: Pick<Anomaly, "slice" | "cause" | "of">): string {
  const { cause } = anomaly;
  if (cause.kind === "unknown") return `unknown: ${cause.reason}`;
  const part = partText(cause.part, anomaly.of);
  if (cause.dimension === null) return `${part}, of all alike`;
  const values = cause.values.map((value) => value ?? "(none)").join(", ");
  const whose = cause.within === null ? "" : `, ${narrowed(cause.within)}`;
  return isCausedBySlice(anomaly)
    ? `${part}${whose}`
    : `${insightDimensionText(cause.dimension)} ${values}${whose}: ${part}`;
}

/**
 * An anomaly in one sentence: `Feature chat cost $3.40 more than the usual $8.70 because of more tokens per call, most of
 * it at customer acme.`
 */
export function anomalySentence(
  anomaly: Pick<Anomaly, "slice" | "cause" | "of" | "direction" | "excess" | "expected">,
): string {
  const { cause, direction } = anomaly;
  const whose = anomalySliceText(anomaly);
  const off = `${capital(whose)} cost ${dollars(anomaly.excess)} ${direction === "above" ? "more" : "less"} than the usual ${dollars(anomaly.expected)}`;
  if (cause.kind === "unknown") return `${off}; why is not known: ${cause.reason}.`;
  const words = anomaly.of === "bills" ? billedChangeWords : changeWords;
  const why = `${off} because of ${words[cause.part][direction]}`;
  const dimension = cause.dimension === null ? "value" : insightDimensionText(cause.dimension);
  const values = cause.values.map((value) => value ?? `no ${dimension}`).join(", ");
  const at = [
    ...(cause.dimension === null || isCausedBySlice(anomaly) ? [] : [`${dimension} ${values}`]),
    ...(cause.within === null ? [] : [narrowed(cause.within)]),
  ];
  if (at.length > 0) return `${why}, most of it at ${at.join(", ")}.`;
  return cause.dimension === null ? `${why}, of all alike.` : `${why}.`;
}

const narrowed = ({
  dimension,
  value,
}: Readonly<{ dimension: InsightDimension; value: string }>): string =>
  `${insightDimensionText(dimension)} ${value}`;

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const dollars = (text: string): string => {
  const amount = parseDollars(text);
  return displayDollarsCompact(amount < 0n ? picodollars(-amount) : amount);
};
