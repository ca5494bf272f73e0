import { formatDollars, parseDollars, picodollars, subtract, sum, ZERO } from "@headgate/money";
import type { Reports } from "../store.ts";
import type { Ask, SqlParameters, SqlRow } from "./ask.ts";
import {
  CALLS_CURRENCY,
  coverageSql,
  coveredDaysSql,
  explainable,
  firstDaySql,
  lastDaySql,
  linesWithin,
  namedAccountSql,
} from "./bill-coverage.ts";
import { countedStatements, simulatedStatements } from "./bills/bill-scope.ts";
import { billsEndingWithinADay } from "./bills/bills-ending-within-a-day.ts";
import { priceProviderSql } from "./price-provider-sql.ts";
import { columnKey, dimensionKey, partsOf, timeKey } from "./rollups/parts.ts";
import { dimensionColumns } from "./rollups/rollups.ts";
import { rangeOf } from "./scope.ts";
import { dollarsSum, integer, integerSum, text, textOrNull } from "./sql-values.ts";

type Query = Reports["spend"]["query"];
type Result = Reports["spend"]["result"];
type Row = Result["rows"][number];

const DAY_MS = 86_400_000;
const linesInRange = linesWithin("from", "to");

/**
 * What was spent, bills and calls together, each dollar once? Where a bill covers a provider's account on a
 * day (UTC), the bill counts; the calls of that day explain it, and what is left is `not_seen`. Where no
 * bill does, the calls count. A call that names no account is taken to be of the account that the bill
 * covers, and a bill that names none covers all of its provider. A line keeps its own team or model where no call of
 * its days could say otherwise; beside calls it is theirs to say, and the rest is `not_seen`, of no group.
 *
 * Only lines whose whole charge period lies in the range count and cover: a month's line is not spread.
 */
export async function spend(query: Query, ask: Ask): Promise<Result> {
  const lines = await linesOf(query, ask);
  const { rows: calls, simulatedCost } = await callsOf(query, ask);
  const rows = [...explained(query.by, lines, calls), ...billedRows(lines), ...calledRows(calls)];
  const elsewhere = calls.filter((call) => call.coverage === "other_currency");
  return {
    rows: rows.sort(byCurrencyAndCost),
    totals: totalsOf(rows),
    covered_in_other_currencies: {
      attempts: elsewhere.reduce((total, call) => total + call.attempts, 0),
      cost: formatDollars(sum(elsewhere.map((call) => parseDollars(call.cost)))),
    },
    lines_across_the_range: await linesAcross(query, ask),
    bills_ending_within_a_day: await billsEndingWithinADay(rangeOfQuery(query), ask),
    simulated_lines: await simulatedLines(query, ask),
    simulated_cost: simulatedCost,
  };
}

function rangeOfQuery(query: Query): SqlParameters {
  const { fromMs, toMs } = rangeOf(query);
  return { from: { type: "timestamp", ms: fromMs }, to: { type: "timestamp", ms: toMs } };
}

type Lines = Readonly<{
  isExplained: boolean;
  currency: string;
  group: string | null;
  cost: string;
  lines: number;
}>;

const isOfBills = (by: Query["by"]): boolean => by === "provider" || by === "category";

async function linesOf(query: Query, ask: Ask): Promise<readonly Lines[]> {
  if (!isOfBills(query.by)) return labelledLines(query, ask);
  const group = lineColumns[query.by];
  const rows = await ask(
    `select billing_currency, ${explainable} and billing_currency = '${CALLS_CURRENCY}' as is_explained,
       ${group} as group_value, count(*) as line_count, cast(sum(${query.cost}_cost) as varchar) as cost_text
     from bill_lines
     where ${linesInRange}
     group by billing_currency, is_explained, group_value`,
    rangeOfQuery(query),
  );
  return rows.map(linesFrom);
}

const linesFrom = (row: SqlRow): Lines => ({
  isExplained: row.is_explained === true,
  currency: text(row, "billing_currency"),
  group: textOrNull(row, "group_value"),
  cost: dollarsSum(row, "cost_text"),
  lines: integerSum(row, "line_count"),
});

/**
 * Lines by what calls and lines both have. Where no call of a line's account is known on its days, nor on the days beside
 * them, for bills put use on a neighbouring day, nothing explains the line: it keeps its own value.
 */
async function labelledLines(query: Query, ask: Ask): Promise<readonly Lines[]> {
  const provider = priceProviderSql(query.providers ?? {});
  const { fromMs, toMs } = rangeOf(query);
  const parts = await partsOf(
    // Whole days, and one more at each end: a line's label must not hang on where a range is cut.
    {
      from: new Date((Math.floor(fromMs / DAY_MS) - 1) * DAY_MS).toISOString(),
      to: new Date((Math.ceil(toMs / DAY_MS) + 1) * DAY_MS).toISOString(),
    },
    {
      keys: [
        timeKey("day"),
        { name: "called_provider", sql: provider.sql, needs: ["provider"] },
        columnKey("called_account", "account_id"),
        columnKey("is_simulated", "simulated"),
      ],
      measures: ["attempt_count"],
      unfinished: false,
    },
    ask,
  );
  const span = "billed_provider, billing_account, sub_account, first_day, last_day";
  const rows = await ask(
    `with ${parts.ctes},
     called as (
       select distinct called_provider, coalesce(called_account, '') as named_account, bucket as called_day
       from parts where not is_simulated
     ),
     lines as (
       select billing_currency, ${explainable} and billing_currency = '${CALLS_CURRENCY}' as is_explainable,
         coalesce(provider, '') as billed_provider, coalesce(billing_account_id, '') as billing_account,
         coalesce(sub_account_id, '') as sub_account, ${firstDaySql} as first_day, ${lastDaySql} as last_day,
         ${lineColumns[query.by]} as group_value, count(*) as lines_within, sum(${query.cost}_cost) as cost_within
       from bill_lines
       where ${linesInRange}
       group by billing_currency, is_explainable, ${span}, group_value
     ),
     near as (
       select ${span},
         unnest(generate_series(first_day - interval 1 day, last_day + interval 1 day, interval 1 day)) as near_day
       from (select distinct ${span} from lines where is_explainable) as spans
     ),
     called_near as (
       select distinct ${span}
       from near join called on called_provider = billed_provider and called_day = near_day
       where named_account = '' or (billing_account = '' and sub_account = '')
         or named_account = billing_account or named_account = sub_account
     )
     select billing_currency, is_explainable and (${span}) in (select ${span} from called_near) as is_explained,
       group_value, sum(lines_within) as line_count, cast(sum(cost_within) as varchar) as cost_text
     from lines
     group by billing_currency, is_explained, group_value`,
    { ...rangeOfQuery(query), ...parts.parameters, ...provider.parameters },
  );
  return rows.map(linesFrom);
}

const lineColumns = { ...dimensionColumns, category: "category" };

type Calls = Readonly<{
  /** Whether a bill covers them: one in the currency of calls, in another one, or none. */
  coverage: "bill" | "other_currency" | "none";
  group: string | null;
  cost: string;
  attempts: number;
  unpriced: number;
}>;

async function callsOf(
  query: Query,
  ask: Ask,
): Promise<Readonly<{ rows: readonly Calls[]; simulatedCost: string }>> {
  const provider = priceProviderSql(query.providers ?? {});
  const costSum = `${query.cost}_cost_sum` as const;
  const withoutCost = `without_${query.cost}_cost` as const;
  const parts = await partsOf(
    { from: query.from, to: query.to },
    {
      keys: [
        timeKey("day"),
        { name: "called_provider", sql: provider.sql, needs: ["provider"] },
        columnKey("called_account", "account_id"),
        columnKey("is_simulated", "simulated"),
        query.by === "provider"
          ? { name: "group_value", sql: provider.sql, needs: ["provider"] }
          : dimensionKey("group_value", query.by),
      ],
      measures: ["attempt_count", costSum, withoutCost],
      unfinished: false,
    },
    ask,
  );
  const sql = `
with ${coveredDaysSql("from", "to")},
${parts.ctes},
placed as (
  select *,
    ${coverageSql} as coverage
  from (select *, bucket as called_day, ${namedAccountSql} from parts) as called
)
select coverage, group_value, sum(part_attempt_count) as attempt_total,
  sum(part_${withoutCost}) as unpriced_total, cast(sum(part_${costSum}) as varchar) as cost_text
from placed
group by coverage, group_value`;
  const rows = await ask(sql, {
    ...rangeOfQuery(query),
    ...parts.parameters,
    ...provider.parameters,
  });
  const isSimulated = (row: SqlRow): boolean => text(row, "coverage") === "simulated";
  return {
    rows: rows
      .filter((row) => !isSimulated(row))
      .map((row) => ({
        coverage: coverageFrom(text(row, "coverage")),
        group: textOrNull(row, "group_value"),
        cost: dollarsSum(row, "cost_text"),
        attempts: integerSum(row, "attempt_total"),
        unpriced: integerSum(row, "unpriced_total"),
      })),
    simulatedCost: formatDollars(
      sum(rows.filter(isSimulated).map((row) => parseDollars(dollarsSum(row, "cost_text")))),
    ),
  };
}

function coverageFrom(word: string): Calls["coverage"] {
  if (word === "bill" || word === "other_currency" || word === "none") return word;
  throw new TypeError(`no coverage "${word}"`);
}

/** Bills that calls explain: the calls, and what none of them explains, which belongs to no group but these. */
function explained(by: Query["by"], lines: readonly Lines[], calls: readonly Calls[]): Row[] {
  const isShared = isOfBills(by);
  const bills = lines.filter((line) => line.isExplained);
  const called = calls.filter((call) => call.coverage === "bill");
  const groups = new Set([...bills, ...called].map(({ group }) => (isShared ? group : null)));
  return [...groups].flatMap((group) => {
    const isOfGroup = (part: Lines | Calls): boolean => !isShared || part.group === group;
    const ownBills = bills.filter(isOfGroup);
    const bill = sum(ownBills.map(({ cost }) => parseDollars(cost)));
    const seen = sum(called.filter(isOfGroup).map(({ cost }) => parseDollars(cost)));
    return {
      basis: "bill",
      part: "not_seen",
      group,
      currency: CALLS_CURRENCY,
      cost: formatDollars(subtract(bill, seen)),
      lines: ownBills.reduce((total, line) => total + line.lines, 0),
      attempts: 0,
      unpriced_attempts: 0,
    } as const;
  });
}

const billedRows = (lines: readonly Lines[]): Row[] =>
  lines
    .filter((line) => !line.isExplained)
    .map(({ group, currency, cost, lines: count }) => ({
      basis: "bill",
      part: "billed",
      group,
      currency,
      cost,
      lines: count,
      attempts: 0,
      unpriced_attempts: 0,
    }));

const calledRows = (calls: readonly Calls[]): Row[] =>
  calls
    .filter((call) => call.coverage !== "other_currency")
    .map(({ coverage, group, cost, attempts, unpriced }) => ({
      basis: coverage === "bill" ? "bill" : "calls",
      part: "called",
      group,
      currency: CALLS_CURRENCY,
      cost,
      lines: 0,
      attempts,
      unpriced_attempts: unpriced,
    }));

/** Any currency's amounts have the twelve places of the ledger's columns, which is the form of money. */
function totalsOf(rows: readonly Row[]): Result["totals"] {
  const totals = new Map<string, bigint>();
  for (const { currency, cost } of rows) {
    totals.set(currency, (totals.get(currency) ?? ZERO) + parseDollars(cost));
  }
  return [...totals].map(([currency, total]) => ({
    currency,
    cost: formatDollars(picodollars(total)),
  }));
}

function byCurrencyAndCost(a: Row, b: Row): number {
  if (a.currency !== b.currency) return a.currency < b.currency ? -1 : 1;
  const difference = parseDollars(b.cost) - parseDollars(a.cost);
  if (difference !== 0n) return difference > 0n ? 1 : -1;
  return `${a.basis} ${a.part} ${a.group}` < `${b.basis} ${b.part} ${b.group}` ? -1 : 1;
}

/** Lines that reach over an end of the range. */
const linesAcross = (query: Query, ask: Ask): Promise<Result["lines_across_the_range"]> =>
  linesApart(
    query,
    ask,
    `charge_period_start < $to and charge_period_end > $from
       and not (charge_period_start >= $from and charge_period_end <= $to) and ${countedStatements}`,
  );

const simulatedLines = (query: Query, ask: Ask): Promise<Result["simulated_lines"]> =>
  linesApart(
    query,
    ask,
    `charge_period_start >= $from and charge_period_end <= $to and ${simulatedStatements}`,
  );

async function linesApart(
  query: Query,
  ask: Ask,
  where: string,
): Promise<Result["lines_across_the_range"]> {
  const rows = await ask(
    `select billing_currency, count(*) as line_count, cast(sum(${query.cost}_cost) as varchar) as cost_text
     from bill_lines
     where ${where}
     group by billing_currency
     order by billing_currency`,
    rangeOfQuery(query),
  );
  return rows.map((row) => ({
    currency: text(row, "billing_currency"),
    lines: integer(row, "line_count"),
    cost: dollarsSum(row, "cost_text"),
  }));
}
