import type { UsageComponent } from "@headgate/contract";
import {
  cellOf,
  describePrice,
  groupBy,
  magnitudeOf,
  type PriceFault,
  type PricePoint,
} from "./price-point.ts";

/** How a component's price may stand to another's of the same model, tier, scope and prompt length. */
type Rule = Readonly<{
  component: UsageComponent;
  to: UsageComponent;
  least: number;
  most: number;
  why: string;
}>;

/**
 * Anthropic: read 0.1 (some models 0.025 or 0.05), write 1.25 and 2 times input
 * (as quoted in https://docs.electronhub.ai/guides/prompt-caching; 0.05 as
 * https://platform.claude.com/docs/en/models/sonnet-5-5/migration-guide has it; 0.025 as other projects quote; read
 * 2026-11-28); OpenAI: write 1.25 (as quoted in https://github.com/coder/mux/issues/3705, read 2026-11-28). That a read in batch costs
 * up to the whole of input, and output 1–30 times input, 67 with thinking tokens, is as the price book's own
 * records have it, not from a page.
 */
const rules: readonly Rule[] = [
  {
    component: "cache_read",
    to: "input",
    least: 0.005,
    most: 1,
    why: "a cache read is never dearer than input",
  },
  {
    component: "cache_write_5m",
    to: "input",
    least: 1,
    most: 1.6,
    why: "a 5-minute write is 1.25 times input",
  },
  {
    component: "cache_write",
    to: "input",
    least: 0.8,
    most: 3,
    why: "a cache write stores the input it also bills",
  },
  {
    component: "cache_write_1h",
    to: "input",
    least: 1.5,
    most: 2.5,
    why: "a 1-hour write is twice input",
  },
  {
    component: "cache_write_1h",
    to: "cache_write_5m",
    least: 1,
    most: 2,
    why: "a 1-hour write is 1.6 times a 5-minute one",
  },
  {
    component: "output",
    to: "input",
    least: 0.5,
    most: 70,
    why: "output costs one to thirty times input",
  },
];

/** Prices of one cell that no provider puts in such a ratio. */
export function ratioFaults<Point extends PricePoint>(
  points: readonly Point[],
): readonly PriceFault<Point>[] {
  const faults: PriceFault<Point>[] = [];
  for (const cell of groupBy(points, cellOf).values()) {
    const byComponent = new Map(cell.map((point) => [point.component, point]));
    for (const { component, to, least, most, why } of rules) {
      const point = byComponent.get(component);
      const other = byComponent.get(to);
      if (point === undefined || other === undefined) continue;
      const ratio = magnitudeOf(point) / magnitudeOf(other);
      if (ratio >= least && ratio <= most) continue;
      faults.push({
        point,
        code: "ratio",
        reason: `${describePrice(point)} is ${round(ratio)} × ${describePrice(other)}; ${why}`,
      });
    }
  }
  return faults;
}

/** How a tier may stand to the standard price of the same component. */
const tierRules = {
  batch: { least: 0.2, most: 1, why: "batch is about half of standard" },
  flex: { least: 0.2, most: 1, why: "flex is about half of standard" },
  priority: { least: 1, most: 5, why: "priority costs more than standard" },
  fast: { least: 1, most: 10, why: "fast costs more than standard" },
} as const;

/** Prices of a tier, or above a threshold, that stand oddly to the base price. */
export function tierFaults<Point extends PricePoint>(
  points: readonly Point[],
): readonly PriceFault<Point>[] {
  const faults: PriceFault<Point>[] = [];
  const keyed = (point: PricePoint, tier: string, threshold: number | ""): string =>
    [
      cellOf({ ...point, tier: "standard", threshold: undefined }),
      tier,
      threshold,
      point.component,
    ].join("|");
  const byKey = new Map(
    points.map((point) => [
      keyed(point, point.tier, point.threshold?.above_input_tokens ?? ""),
      point,
    ]),
  );
  for (const point of points) {
    const above = point.threshold?.above_input_tokens ?? "";
    const standard = byKey.get(keyed(point, "standard", above));
    const rule =
      point.tier in tierRules ? tierRules[point.tier as keyof typeof tierRules] : undefined;
    if (rule !== undefined && standard !== undefined) {
      // A discounted tier's cache read may cost what the standard one costs, and more than half of it.
      const ratio = magnitudeOf(point) / magnitudeOf(standard);
      if (ratio < rule.least || ratio > rule.most) {
        faults.push({
          point,
          code: "ratio",
          reason: `${point.tier} ${describePrice(point)} is ${round(ratio)} × standard; ${rule.why}`,
        });
      }
    }
    if (above === "") continue;
    const base = byKey.get(keyed(point, point.tier, ""));
    if (base === undefined) continue;
    const step = magnitudeOf(point) / magnitudeOf(base);
    if (step < 1 || step > 6) {
      faults.push({
        point,
        code: "ratio",
        reason: `${describePrice(point)} above ${above} prompt tokens is ${round(step)} × the base price; long prompts cost one to five times as much`,
      });
    }
  }
  return faults;
}

const round = (ratio: number): string => String(Number(ratio.toPrecision(3)));
