import type { CsvCell } from "../csv.ts";

export type CsvRow = Readonly<Record<string, CsvCell>>;

type Json = Readonly<Record<string, unknown>>;
const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []);

/** Prices and calls lie below what they belong to: each row repeats it. */
const below = (outer: readonly Json[], member: string): readonly Json[] =>
  outer.flatMap((row) => {
    const { [member]: inner, ...rest } = row;
    return listOf(inner).map((each) => ({ ...rest, ...each }));
  });

/** Rows of several kinds in one table say which they are. */
const kindOfRow = (kind: string, rows: unknown): readonly Json[] =>
  listOf(rows).map((row) => ({ row: kind, ...row }));

const rowsMember = ({ rows }: Json): readonly Json[] => listOf(rows);

/**
 * The rows of each answer of the management API that is a table, by its path. Money stays the exact text that it is
 * in the answer.
 */
const tables: Readonly<Record<string, (answer: Json) => readonly Json[]>> = {
  "/api/calls": rowsMember,
  "/api/reports/spend-by": rowsMember,
  "/api/reports/spend-over-time": rowsMember,
  "/api/reports/explore": rowsMember,
  "/api/reports/unpriced": rowsMember,
  "/api/reports/savings": rowsMember,
  "/api/reports/cache-use": rowsMember,
  "/api/reports/tokens": ({ total, groups, course, levers, changes }) => [
    { row: "total", ...(total as Json) },
    ...kindOfRow("group", groups),
    ...kindOfRow("step", course),
    ...kindOfRow("lever", levers),
    ...kindOfRow("change", changes),
  ],
  "/api/reports/spend": rowsMember,
  "/api/reports/shared": rowsMember,
  "/api/reports/bill-by": rowsMember,
  "/api/reports/bill-over-time": rowsMember,
  "/api/reports/billed-machines": ({ machines, endpoints }) => [
    ...kindOfRow("machine", machines),
    ...kindOfRow("endpoint", endpoints),
  ],
  "/api/reports/billing": ({ credits: _, ...billing }) => [billing],
  "/api/reports/totals": ({ totals }) => [totals as Json],
  "/api/keys": ({ keys }) => listOf(keys),
  "/api/models": ({ models }) => listOf(models),
  "/api/models/offers": ({ offers }) => listOf(offers),
  "/api/prices": ({ models }) => below(listOf(models), "records"),
  "/api/kpis": ({ kpis }) => listOf(kpis),
  "/api/drivers": ({ total, drivers, others, bills }) => [
    ...kindOfRow("driver", drivers),
    { row: "others", value: null, ...(others as Json) },
    { row: "total", value: null, ...(total as Json) },
    // All lines of bills, also of what calls cost: not to be added to the rows above.
    ...listOf(bills).flatMap(({ by, ...of }) =>
      [
        ...kindOfRow("bills_driver", of.drivers),
        { row: "bills_others", value: null, ...(of.others as Json) },
        { row: "bills_total", value: null, ...(of.total as Json) },
      ].map((row) => ({ ...row, by })),
    ),
  ],
  "/api/anomalies": ({ judgement, beyond_calls: beyond }) => [
    ...listOf((judgement as Json).anomalies),
    ...listOf(((beyond as Json | undefined)?.judgement as Json | undefined)?.anomalies),
  ],
  "/api/forecast": ({ forecasts, beyond_calls: beyond }) => [
    ...listOf(forecasts),
    ...listOf((beyond as Json | undefined)?.forecasts).map((row) => ({ of: "bills", ...row })),
  ],
  "/api/reconcile": ({ groups }) =>
    listOf(groups).flatMap(({ provider, accounts, currency, causes }) =>
      listOf(causes).map((cause) => ({ provider, accounts, currency, ...cause })),
    ),
  "/api/batches": ({ batches }) => listOf(batches),
  // A row a task, below the policy and the pool that it belongs to; what a task names as its pool does stands by the pool's name.
  "/api/routing": ({ pools }) =>
    below(
      listOf(pools).map(({ models, day_one, ...pool }) => ({ ...pool, pool: { models, day_one } })),
      "fingerprints",
    ),
  "/api/alarms": ({ alarms }) => listOf(alarms),
  "/api/alarms/events": ({ events }) => listOf(events),
  "/api/sources": ({ sources, pulls, received }) => [
    ...kindOfRow("source", sources),
    ...kindOfRow("pull", pulls),
    ...kindOfRow("received", received),
  ],
  "/api/imports": ({ imports }) => listOf(imports),
  "/api/outcomes": rowsMember,
  // Steps of time and groups where they were asked for, else each name's sum.
  "/api/outcomes/report": ({ names, rows }) => {
    const parts = listOf(rows);
    return parts.length === 0 ? listOf(names) : parts;
  },
};

/** Paths whose answers have a CSV. */
export const csvPaths = Object.keys(tables);

/** An answer's table as flat rows: members of members are named with a point, lists are JSON. Undefined where it has none. */
export function csvRowsOf(path: string, answer: unknown): readonly CsvRow[] | undefined {
  const table = Object.hasOwn(tables, path) ? tables[path] : undefined;
  if (table === undefined || typeof answer !== "object" || answer === null) return undefined;
  return table(answer as Json).map((row) => Object.fromEntries(cellsOf("", row)));
}

/** What an answer says of how much its table does not show; what it does not say is absent. */
type CsvExtent = Readonly<{ total?: number; leftOut?: number }>;

export function csvExtentOf(answer: unknown): CsvExtent {
  if (typeof answer !== "object" || answer === null) return {};
  const { total, left_out: leftOut } = answer as Json;
  return {
    ...(typeof total === "number" && { total }),
    ...(typeof leftOut === "number" && { leftOut }),
  };
}

function cellsOf(prefix: string, row: Json): [string, CsvCell][] {
  return Object.entries(row).flatMap(([name, value]): [string, CsvCell][] => {
    const key = `${prefix}${name}`;
    if (value === undefined || value === null) return [[key, null]];
    if (Array.isArray(value)) return [[key, JSON.stringify(value)]];
    if (typeof value === "object") return cellsOf(`${key}.`, value as Json);
    const isPlain = ["string", "number", "boolean"].includes(typeof value);
    return [[key, isPlain ? (value as CsvCell) : JSON.stringify(value)]];
  });
}
