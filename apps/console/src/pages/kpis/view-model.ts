import type { KpisReport } from "@headgate/contract";
import { PICODOLLARS_PER_DOLLAR, parseDollars, picodollars } from "@headgate/money";
import { countText } from "../../format/count-text.ts";
import { axisDollars, dollarsShown, drawnLength } from "../../format/money-text.ts";
import { changeFrom, changeText, shareBeside, shareOf, shareText } from "../../format/share.ts";
import { type KpiName, kpiNames } from "../../search/kpis-search.ts";
import { bucketLabel, bucketTitle } from "../../time/time-text.ts";
import type { KpiCourse } from "./query.ts";

type Wire = KpisReport["kpis"][number];
type Unit = Wire["unit"];

/** How a figure moved: an arrow and words, never colour alone. */
export type Trend = Readonly<{
  direction: "up" | "down" | "level";
  text: string;
  tone: "good" | "bad" | "plain";
}>;

/** One KPI, ready to be drawn. */
export type KpiCard = Readonly<{
  name: KpiName;
  title: string;
  definition: string;
  target: string;
  money: boolean;
}> &
  (
    | Readonly<{
        kind: "known";
        value: string;
        unit: string | undefined;
        standing: Readonly<{ tone: "good" | "attention" | "plain"; text: string }>;
        trend: Trend | undefined;
        note: string | null;
      }>
    | Readonly<{ kind: "unknown"; reason: string; needs: string }>
  );

const units = {
  dollars: undefined,
  ratio: undefined,
  outcomes: "per 1,000 tokens",
  attempts: "attempts",
} as const satisfies Record<Unit, string | undefined>;

/** A share of one that may be below zero, as a lever that costs more than it saves makes it. */
const wireShare = (value: string): number | undefined =>
  shareOf(parseDollars(value), PICODOLLARS_PER_DOLLAR);

/** Four places, or as many as three digits behind the noughts of a small number take. */
const smallNumber = (value: string): string => {
  const [whole = "", places = ""] = value.split(".");
  const noughts = Number(whole) === 0 ? places.search(/[1-9]/) : 0;
  return places === "" ? whole : `${whole}.${places.slice(0, Math.max(4, noughts + 3))}`;
};

/** The shares that a target in words names: `40 to 60 %`. */
const sharesIn = (target: string): readonly number[] =>
  target.endsWith("%")
    ? (target.match(/\d+(\.\d+)?/g) ?? []).map((text) => Number(text) / 100)
    : [];

/** A KPI's value of the wire, for the eye. */
export const kpiValueText = (unit: Unit, value: string): string => {
  switch (unit) {
    case "dollars":
      return dollarsShown(value);
    case "ratio":
      return shareText(wireShare(value));
    case "outcomes":
      return smallNumber(value);
    case "attempts":
      return countText(Number(value.replace(/\.0+$/, "")));
    default:
      return unit satisfies never;
  }
};

/** The ticks of an axis, where numbers already are numbers. */
export const kpiAxisText = (unit: Unit, length: number): string => {
  switch (unit) {
    case "dollars":
      return length < 0 ? `−${axisDollars(-length)}` : axisDollars(length);
    case "ratio":
      return `${Number((length * 100).toPrecision(3))}%`;
    case "outcomes":
    case "attempts":
      return String(Number(length.toPrecision(3)));
    default:
      return unit satisfies never;
  }
};

const trendOf = (kpi: Extract<Wire, { kind: "known" }>): Trend | undefined => {
  const { trend, before, value, unit } = kpi;
  if (trend === null || before === null) return undefined;
  const change = changeFrom(parseDollars(value), parseDollars(before));
  const words = {
    rising: { direction: "up", word: "Rising" },
    falling: { direction: "down", word: "Falling" },
    steady: { direction: "level", word: "Steady" },
  } as const;
  const { direction, word } = words[trend];
  const by = change === undefined || trend === "steady" ? "" : ` ${changeText(change)}`;
  const judged = kpi.is_better === null ? "" : kpi.is_better ? ", better" : ", worse";
  return {
    direction,
    text: `${word}${by}${judged}; before: ${kpiValueText(unit, before)}`,
    tone: kpi.is_better === null ? "plain" : kpi.is_better ? "good" : "bad",
  };
};

const standingOf = (isOnTarget: boolean | null) => {
  if (isOnTarget === null) return { tone: "plain", text: "Not judged yet" } as const;
  return isOnTarget
    ? ({ tone: "good", text: "On target" } as const)
    : ({ tone: "attention", text: "Off target" } as const);
};

const cardOf = (name: KpiName, kpi: Wire): KpiCard => {
  const { title, definition, target, unit } = kpi;
  const about = { name, title, definition, target, money: unit === "dollars" };
  switch (kpi.kind) {
    case "unknown":
      return { ...about, kind: "unknown", reason: kpi.reason, needs: kpi.needs };
    case "known":
      return {
        ...about,
        kind: "known",
        value:
          unit === "ratio"
            ? shareBeside(wireShare(kpi.value), sharesIn(target))
            : kpiValueText(unit, kpi.value),
        unit: units[unit],
        standing: standingOf(kpi.is_on_target),
        trend: trendOf(kpi),
        note: kpi.note,
      };
    default:
      return kpi satisfies never;
  }
};

/** Every KPI that the server told, in the order of the page. */
export const kpiCards = (report: KpisReport): readonly KpiCard[] =>
  kpiNames.flatMap((name) => {
    const kpi = report.kpis.find((each) => each.name === name);
    return kpi === undefined ? [] : [cardOf(name, kpi)];
  });

/** One KPI over time; a part in which it is not known has no length. */
export type KpiPoint = Readonly<{
  label: string;
  title: string;
  text: string;
  length: number | undefined;
}>;

export const kpiPoints = (
  { span, grain, parts }: KpiCourse,
  kpi: Readonly<{ name: string; unit: Unit }>,
): readonly KpiPoint[] =>
  parts.map((part) => {
    const value = part.values[kpi.name];
    const startMs = Date.parse(part.from);
    const isKnown = value !== undefined && value !== null;
    return {
      label: bucketLabel(startMs, grain, span),
      title: bucketTitle(startMs, grain),
      text: isKnown ? kpiValueText(kpi.unit, value) : "not known",
      // Drawn only: trillionths of any unit have the places of money.
      length: isKnown ? drawnLength(picodollars(parseDollars(value))) : undefined,
    };
  });
