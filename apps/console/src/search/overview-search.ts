import { SearchFailure } from "./search-failure.ts";

/** What the spend chart can be stacked by. */
export const chartSplits = ["model", "team", "provider"] as const;
export type ChartSplit = (typeof chartSplits)[number];

/** The address's own part of the overview: how the chart is split, and whether it is a table. */
export type OverviewSearch = {
  split?: ChartSplit | undefined;
  as?: "table" | undefined;
};

const isChartSplit = (text: unknown): text is ChartSplit =>
  (chartSplits as readonly unknown[]).includes(text);

/** @throws SearchFailure when a parameter is wrong. */
export const readOverviewSearch = (search: Readonly<Record<string, unknown>>): OverviewSearch => {
  const { split, as } = search;
  if (split !== undefined && !isChartSplit(split)) {
    throw new SearchFailure(`split: expected one of ${chartSplits.join(", ")}`);
  }
  if (as !== undefined && as !== "table" && as !== "chart") {
    throw new SearchFailure("as: expected table or chart");
  }
  return {
    ...(split === undefined || split === "model" ? {} : { split }),
    ...(as === "table" ? { as } : {}),
  };
};
