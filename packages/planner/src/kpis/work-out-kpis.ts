import { divideRounded, picodollars } from "@headgate/money";
import { type KpiDefinition, type KpiName, kpiDefinitions, kpiNames } from "./definitions.ts";
import type { KpiFacts } from "./kpi-facts.ts";

/** Within 1 % of the period before, a figure is steady. */
const STEADY_PERCENT = 1n;

export type KpiTrend = "rising" | "falling" | "steady";

/** A KPI of a period. Values are in trillionths of the unit, rounded once. */
export type Kpi = Readonly<{ name: KpiName }> &
  (
    | Readonly<{
        kind: "known";
        value: bigint;
        /** The period before; null with its reason when it is not known there. */
        before: bigint | null;
        trend: KpiTrend | null;
        isBetter: boolean | null;
        /** Null when the target is about a period before that is not known. */
        isOnTarget: boolean | null;
        /** What limits the figure: why a trend or target is open, or what it leaves out; null when nothing. */
        note: string | null;
      }>
    | Readonly<{ kind: "unknown"; reason: string; needs: string }>
  );

/** Works out every KPI of a period, against the period before where there is one. */
export function workOutKpis(facts: KpiFacts, before: KpiFacts | null): readonly Kpi[] {
  return kpiNames.map((name) => workOut(name, kpiDefinitions[name], facts, before));
}

/**
 * Works out every KPI of a period whose trend is that between its two halves: `before` is the first half's value,
 * and a target that is a direction is judged by the halves. Null where the halves are not compared.
 * @returns each KPI with the second half's value, null where it is not known
 */
export function workOutOfHalves(
  facts: KpiFacts,
  halves: Readonly<{ before: KpiFacts; after: KpiFacts }> | null,
): readonly Readonly<{ kpi: Kpi; after: bigint | null }>[] {
  return kpiNames.map((name) => {
    const definition: KpiDefinition = kpiDefinitions[name];
    const whole = workOut(name, definition, facts, null);
    if (whole.kind === "unknown" || halves === null) return { kpi: whole, after: null };
    const left = leftOut(definition, facts);
    const later = workOut(name, definition, halves.after, halves.before);
    if (later.kind === "unknown") {
      const note = joined([`second half: ${later.reason}`, ...left]);
      return { kpi: { ...whole, note }, after: null };
    }
    const { before, trend, isBetter } = later;
    const first = workedValue(definition, halves.before);
    const note = joined([
      typeof first === "bigint" ? null : `first half: ${first.unknown}`,
      ...left,
    ]);
    const isMet = isOnTarget(definition, whole.value, trend, facts);
    return {
      kpi: { ...whole, before, trend, isBetter, note, isOnTarget: isMet },
      after: later.value,
    };
  });
}

/** What a figure leaves out; unless its definition says otherwise, the unpriced attempts. */
const leftOut = (definition: KpiDefinition, facts: KpiFacts): readonly string[] =>
  (definition.leavesOut ?? unpricedLeftOut)(facts);

const joined = (notes: readonly (string | null)[]): string | null => {
  const told = notes.filter((note) => note !== null);
  return told.length === 0 ? null : told.join("; ");
};

function workOut(
  name: KpiName,
  definition: KpiDefinition,
  facts: KpiFacts,
  before: KpiFacts | null,
): Kpi {
  const worked = workedValue(definition, facts);
  if (typeof worked !== "bigint") {
    return { name, kind: "unknown", reason: worked.unknown, needs: definition.needs };
  }
  const earlier = before === null ? null : workedValue(definition, before);
  const known = typeof earlier === "bigint" ? earlier : null;
  const trend = known === null ? null : trendOf(known, worked);
  const notes = [
    earlier === null ? "there is no period before to compare with" : null,
    earlier !== null && typeof earlier !== "bigint" ? `before: ${earlier.unknown}` : null,
    ...leftOut(definition, facts),
  ];
  return {
    name,
    kind: "known",
    value: worked,
    before: known,
    trend,
    isBetter:
      trend === null || trend === "steady"
        ? null
        : (trend === "rising") === (definition.better === "higher"),
    isOnTarget: isOnTarget(definition, worked, trend, facts),
    note: joined(notes),
  };
}

const unpricedLeftOut = ({ unpricedAttempts }: KpiFacts): readonly string[] =>
  unpricedAttempts === 0 ? [] : [`${unpricedAttempts} unpriced attempts are left out`];

function workedValue(definition: KpiDefinition, facts: KpiFacts): bigint | { unknown: string } {
  const worked = definition.workOut(facts);
  return "unknown" in worked
    ? worked
    : divideRounded(picodollars(worked.numerator), worked.denominator);
}

function trendOf(before: bigint, now: bigint): KpiTrend {
  const change = now - before;
  const size = (change < 0n ? -change : change) * 100n;
  const base = (before < 0n ? -before : before) * STEADY_PERCENT;
  if (size <= base) return "steady";
  return change > 0n ? "rising" : "falling";
}

function isOnTarget(
  { target }: KpiDefinition,
  value: bigint,
  trend: KpiTrend | null,
  facts: KpiFacts,
): boolean | null {
  switch (target.kind) {
    case "falling":
    case "rising":
      return trend === null ? null : trend === target.kind;
    case "not-rising":
      return trend === null ? null : trend !== "rising";
    case "above":
      return value > target.bound;
    case "at-most":
      return value <= target.bound;
    case "between":
      // More than was hoped for is no miss.
      return value >= target.low;
    case "below-list":
      return facts.effectiveCost < facts.listCost;
    default:
      return target satisfies never;
  }
}
