import {
  billedChangeWords,
  changeWords,
  counted,
  dimensions,
  type InsightDimension,
} from "@headgate/contract";
import {
  displayDollarsCompact,
  type Picodollars,
  parseDollars,
  picodollars,
  ZERO,
} from "@headgate/money";
import { signedDollars } from "../../format/change-words.ts";
import { dollarsShown, drawnLength } from "../../format/money-text.ts";
import { insightDimensionNames, valueText } from "../../format/words.ts";
import type { ViewSearch } from "../../search/view-search.ts";
import { DAY_MS } from "../../time/time-span.ts";
import { bucketLabel, bucketTitle } from "../../time/time-text.ts";
import type { BandPoint } from "../../ui/band-chart.tsx";
import type { Foretold, Found } from "./query.ts";

type Judged = Extract<Found["report"]["judgement"], { kind: "judged" }>;
export type Anomaly = Judged["anomalies"][number];
export type Forecast = Foretold["report"]["forecasts"][number];

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** What an anomaly's dollars are of: `All calls`, or `Team support`. */
export const sliceWords = ({ slice, of }: Anomaly): string => {
  if (slice === null) return of === "bills" ? "All these bills" : "All calls";
  return `${insightDimensionNames[slice.dimension]} ${valueText(slice.dimension, slice.value)}`;
};

/** A filter of calls; undefined of what bills alone tell. */
const only = (dimension: InsightDimension, value: string): ViewSearch | undefined => {
  const known = dimensions.find((one) => one === dimension);
  return known === undefined ? undefined : { [known]: value };
};

/** The calls that an anomaly's dollars are of, as an address has them: its days, and its slice. Bills have no calls. */
export const anomalySearch = ({ start, end, slice, of }: Anomaly): ViewSearch | undefined => {
  if (of === "bills") return undefined;
  const days = { range: undefined, from: start, to: end };
  return slice === null ? days : { ...days, ...only(slice.dimension, slice.value) };
};

/** What of the calls that a forecast rests on was simulated, whatever providers are configured now. */
export const simulatedHistory = ({
  history,
}: Foretold["report"]): Readonly<{ isAll: boolean; text: string | undefined }> => {
  if (history === undefined || parseDollars(history.simulated_cost) <= 0n)
    return { isAll: false, text: undefined };
  const isAll = parseDollars(history.simulated_cost) >= parseDollars(history.effective_cost);
  return {
    isAll,
    text: `Of the ${dollarsShown(history.effective_cost)} of history that this rests on, ${isAll ? "all" : dollarsShown(history.simulated_cost)} is simulated.`,
  };
};

type NamedCause = Readonly<{
  /** Whose calls moved the dollars, each with the address of its own, where it is of calls; empty where all moved alike. */
  named: readonly Readonly<{ key: string; words: string; search: ViewSearch | undefined }>[];
  /** What of them moved, and how much of the change that is. */
  how: string;
}>;

/** What moved the cost, in words; the slice, whose dollars they are, is not named again. */
export const namedCause = (anomaly: Anomaly): NamedCause | undefined => {
  const { cause, slice } = anomaly;
  if (cause.kind !== "named") return undefined;
  const { dimension, values, within } = cause;
  const words = anomaly.of === "bills" ? billedChangeWords : changeWords;
  const part = `${words[cause.part][anomaly.direction]} (${signedDollars(cause.amount)})`;
  if (dimension === null) return { named: [], how: part };
  const search = anomalySearch(anomaly);
  const isSlice =
    slice?.dimension === dimension && values.length === 1 && values[0] === slice.value;
  const [first] = values;
  const inOnly = values.length === 1 ? only(dimension, first ?? "") : {};
  const named = (of: InsightDimension, value: string | null, more: ViewSearch = {}) => ({
    key: `${of}=${value ?? ""}`,
    search: search && { ...search, ...more, ...only(of, value ?? "") },
  });
  return {
    named: [
      ...(isSlice ? [] : values).map((value, index) => ({
        ...named(dimension, value),
        words: `${index === 0 ? `${insightDimensionNames[dimension]} ` : ""}${valueText(dimension, value)}`,
      })),
      ...(within === null
        ? []
        : [
            {
              ...named(within.dimension, within.value, inOnly),
              words: `${insightDimensionNames[within.dimension]} ${valueText(within.dimension, within.value)}`,
            },
          ]),
    ],
    how: `${part}; ${percent(cause.share)} of the change`,
  };
};

const lengthOf = (text: string): number => drawnLength(parseDollars(text));

/** A chart never gets more points than this: of more hours, the latest are drawn. */
const MOST_POINTS = 400;

/** A band is drawn up to so many times what was spent or usual at the most: a wider one would hide both. */
const DRAWN_BAND = 2;

/** Spend beside what was usual, with what was off. */
export const judgedPoints = (found: Found, judged: Judged): readonly BandPoint[] => {
  const drawn = judged.points.slice(-MOST_POINTS);
  const top =
    DRAWN_BAND *
    Math.max(...drawn.flatMap(({ cost, expected }) => [lengthOf(cost), lengthOf(expected)]));
  return drawn.map((point) => ({
    label: bucketLabel(Date.parse(point.start), found.grain, found.span),
    title: bucketTitle(Date.parse(point.start), found.grain),
    facts: [
      ["Spent", dollarsShown(point.cost)],
      ["Usual", dollarsShown(point.expected)],
      ["Not anomalous within", `${dollarsShown(point.low)} – ${dollarsShown(point.high)}`],
      ...(point.anomalous === null
        ? []
        : ([["Anomaly", `${point.anomalous} what is usual`]] as const)),
    ],
    value: lengthOf(point.cost),
    expected: lengthOf(point.expected),
    band: [lengthOf(point.low), Math.min(top, lengthOf(point.high))],
    marked: point.anomalous !== null,
  }));
};

/** How the method did before, in words; undefined where it could not be tried. */
export const backTestText = (forecast: Forecast): string | undefined => {
  if (forecast.kind !== "forecast" || forecast.back_test === null) return undefined;
  const { back_test: tested } = forecast;
  const held =
    tested.coverage === null
      ? ""
      : ` The interval would have held in ${percent(tested.coverage)} of them.`;
  return `Asked on ${counted(tested.origins, "earlier day")} for ${counted(tested.horizon_days, "day")} ahead, this method was off by ${percent(tested.mean_absolute_error)} on average.${held}`;
};

/** The methods as people say them; another one is named as the server names it. */
const methodNames: Readonly<Record<string, string>> = {
  "last-week-again": "each day left costs what the same weekday of the last week did",
  "usual-weekday": "each day left costs what its weekday usually does",
  "growing-weekday": "each day left costs what its weekday usually does, growing as lately",
  "damped-trend": "level and fading trend of the last weeks, with a factor for each weekday",
};
export const methodText = (method: string): string =>
  methodNames[method] ?? method.replaceAll("-", " ");

/**
 * Spend of a period added up day by day, and then straight to what is expected at its end: only the end is
 * foretold, the way there is drawn.
 */
export const foretoldPoints = (
  forecast: Forecast,
  { days, todayMs }: Foretold,
): readonly BandPoint[] => {
  const startMs = Date.parse(forecast.start);
  const endMs = Date.parse(forecast.end);
  const span = { fromMs: startMs, toMs: endMs };
  const costs = new Map<number, Picodollars>();
  for (const row of days) {
    const dayMs = Date.parse(row.start);
    const before = costs.get(dayMs);
    const cost = parseDollars(row.effective_cost);
    costs.set(dayMs, before === undefined ? cost : picodollars(before + cost));
  }
  const points: BandPoint[] = [];
  let spent = ZERO;
  const lastMs = todayMs - DAY_MS;
  for (let dayMs = startMs; dayMs < endMs; dayMs += DAY_MS) {
    const about = { label: bucketLabel(dayMs, "day", span), title: bucketTitle(dayMs, "day") };
    if (dayMs <= lastMs) {
      const cost = costs.get(dayMs);
      // A day without a call costs nothing.
      if (cost !== undefined) spent = picodollars(spent + cost);
      const value = drawnLength(spent);
      points.push({
        ...about,
        facts: [["Spent so far", displayDollarsCompact(spent)]],
        value,
        ...(dayMs === lastMs && forecast.kind === "forecast"
          ? { expected: value, band: [value, value] as const }
          : {}),
      });
    } else if (forecast.kind === "forecast") {
      const way = (dayMs - lastMs) / (endMs - DAY_MS - lastMs);
      const from = drawnLength(spent);
      const to = (text: string): number => from + (lengthOf(text) - from) * way;
      const { interval } = forecast;
      points.push({
        ...about,
        facts: [
          ["Expected at the end", dollarsShown(forecast.expected)],
          ...(interval === null
            ? []
            : ([
                ["Between", `${dollarsShown(interval.low)} – ${dollarsShown(interval.high)}`],
              ] as const)),
        ],
        expected: to(forecast.expected),
        ...(interval === null ? {} : { band: [to(interval.low), to(interval.high)] as const }),
      });
    }
  }
  return points;
};
