import { type Dimension, dimensions } from "@headgate/contract";
import type { LedgerStore, ReportName, Reports } from "@headgate/ledger";
import { DAYS, END_MS } from "./constructed-rows.ts";

/** How many times as long a history is, and as many rows it has, where it is made of copies. */
export const LONG_TIMES = 10;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The ranges that the console offers. They end in the middle of a day, so that both edges are ragged. */
const ranges = {
  "24 h": DAY_MS,
  "7 d": 7 * DAY_MS,
  "30 d": 30 * DAY_MS,
  "90 d": DAYS * DAY_MS - 7 * HOUR_MS,
  /** All of a history that is ten times as long: of shorter ones it is not asked. */
  "900 d": LONG_TIMES * DAYS * DAY_MS - 7 * HOUR_MS,
} as const;
export type RangeName = keyof typeof ranges;

type Range = Readonly<{ from: string; to: string }>;
export type Question = Readonly<{
  name: string;
  /** How long its range may be; any of {@link ranges} where it is not told. */
  atMost?: RangeName;
  ask: (ledger: LedgerStore, range: Range) => Promise<unknown>;
}>;

export const rangeOf = (name: RangeName): Range => ({
  from: new Date(END_MS - 7 * HOUR_MS - ranges[name]).toISOString(),
  to: new Date(END_MS - 7 * HOUR_MS).toISOString(),
});

const rangeNames = Object.keys(ranges) as RangeName[];
/** @param isLong whether the history is {@link LONG_TIMES} times as long */
export function rangesOf(
  { atMost }: Pick<Question, "atMost">,
  isLong: boolean,
): readonly RangeName[] {
  const longest = atMost ?? (isLong ? "900 d" : "90 d");
  return rangeNames.slice(0, rangeNames.indexOf(longest) + 1);
}

const report = <Name extends ReportName>(
  name: Name,
  rest: Omit<Reports[Name]["query"], "from" | "to">,
  title: string = name,
): Question => ({
  name: title,
  ask: (ledger, range) => ledger.report(name, { ...range, ...rest } as Reports[Name]["query"]),
});

/** Two halves of a range, as drivers compare them. */
const drivers = (by: Dimension): Question => ({
  name: `drivers by ${by}`,
  ask: (ledger, range) => {
    const middle = new Date((Date.parse(range.from) + Date.parse(range.to)) / 2).toISOString();
    return ledger.report("usage-by-model", {
      before: { from: range.from, to: middle },
      from: middle,
      to: range.to,
      by,
      limit: 200,
    });
  },
});

const calls = { sort: "time", order: "desc", limit: 50, offset: 0 } as const;
const explored = { rank: "effective_cost", limit: 20, split_limit: 8 } as const;
const oneModel = "model-31-2026-01-01";

/** Every question that the console and the API ask of the ledger, most of them with and without a filter. */
export const questions: readonly Question[] = [
  report("totals", {}),
  report("totals", { team: "team-3" }, "totals of a team"),
  report("totals", { provider: "provider-3", team: "team-3" }, "totals of a team and provider"),
  report("spend-over-time", { grain: "day", limit: 8 }, "over time"),
  report("spend-over-time", { grain: "day", by: "model", limit: 8 }, "over time by model"),
  report("spend-over-time", { grain: "day", by: "team", limit: 8 }, "over time by team"),
  {
    ...report("spend-over-time", { grain: "hour", by: "provider", limit: 8 }, "over hours"),
    atMost: "7 d",
  },
  ...dimensions.map((by) => report("spend-by", { by, limit: 100 }, `by ${by}`)),
  report("spend-by", { by: "model", limit: 100, team: "team-3" }, "by model, of a team"),
  report("spend-by", { by: "feature", limit: 100, model: oneModel }, "by feature, of a model"),
  report("explore", { by: "team", split: "model", ...explored }, "explore team × model"),
  report(
    "explore",
    { by: "team", split: "model", grain: "day", ...explored },
    "explore team × model × day",
  ),
  report("explore", { by: "feature", split: "outcome", ...explored }, "explore feature × outcome"),
  report("unpriced", {}),
  report("calls", calls, "calls, latest first"),
  report("calls", { ...calls, offset: 5000 }, "calls, page 100"),
  report("calls", { ...calls, team: "team-3", model: oneModel }, "calls of a team and model"),
  report("calls", { ...calls, sort: "cost" }, "calls, dearest first"),
  report("priced-calls", {}, "priced calls (KPIs)"),
  report("gpu-utilisation", {}, "GPU utilisation (KPIs)"),
  drivers("model"),
  drivers("team"),
  drivers("feature"),
  report("billed-by-day", {}, "billed by day (credits)"),
  report("spend", { by: "provider", cost: "effective" }, "spend by provider"),
  report("spend", { by: "team", cost: "effective" }, "spend by team"),
  report("bill-by", { by: "model", limit: 100 }, "bills by model"),
  report("bill-over-time", { by: "provider_name", grain: "day", limit: 8 }, "bills over time"),
  report("precedence", {}),
  report("reconciliation", { cost: "effective" }),
  report("outcomes", { limit: 10 }),
  report("outcomes", { grain: "week", by: "model", limit: 10 }, "outcomes by week and model"),
  report("outcomes", { name: "ticket_resolved", team: "team-3", limit: 10 }, "outcomes of a team"),
  report("outcome-list", { sort: "cost", limit: 50, offset: 0 }, "outcomes, dearest first"),
  { name: "one outcome", ask: (ledger) => ledger.report("outcome", { id: "outcome-2001" }) },
  { name: "extent", ask: (ledger) => ledger.extent() },
];
