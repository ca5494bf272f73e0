import { axisDollars } from "../format/money-text.ts";

const tick = { fontSize: 11.5, fill: "var(--text-muted)" };

/** How every chart's grid looks. */
export const chartLook = {
  h: "100%",
  dataKey: "index",
  gridAxis: "x",
  tickLine: "none",
  strokeDasharray: "0",
  gridColor: "var(--line)",
  textColor: "var(--text-muted)",
} as const;

/** How stacked bars look. */
export const barsLook = {
  ...chartLook,
  type: "stacked",
  cursorFill: "color-mix(in srgb, var(--text) 6%, transparent)",
  maxBarWidth: 44,
  barProps: { isAnimationActive: false },
} as const;

/** An axis of points that are numbered, so that two of one label stay two. */
export const pointsAxis = (points: readonly Readonly<{ label: string }>[]) => ({
  minTickGap: 28,
  tickFormatter: (index: number) => points[index]?.label ?? "",
  tick,
});

/** An axis of lengths, wide enough for what they read as. */
export const lengthsAxis = (tickFormatter: (length: number) => string, width = 62) => ({
  width,
  tickFormatter,
  tick,
});

/** A length of money, below zero too; only dollars have their sign, other currencies stand in the title. */
export const axisAmount =
  (currency: string) =>
  (length: number): string =>
    `${length < 0 ? "−" : ""}${axisDollars(Math.abs(length)).replace("$", currency === "USD" ? "$" : "")}`;
