import {
  HeadgateError,
  tokenBuckets,
  type UsageComponent,
  usageComponents,
} from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import type {
  BillRow,
  CallRow,
  CoveredDay,
  LeftOut,
  NonUsage,
  Sides,
  TotalRow,
} from "../reconcile/sides.ts";
import type { Reports } from "../store.ts";
import type { Ask, SqlParameters, SqlRow } from "./ask.ts";
import { coveredDaysSql } from "./bill-coverage.ts";
import { countedStatements } from "./bills/bill-scope.ts";
import { billsEndingWithinADay } from "./bills/bills-ending-within-a-day.ts";
import { componentColumns, componentsSql } from "./rollups/components.ts";
import { linesSql } from "./rollups/lines.ts";
import { rowsSql, stretchesOf, stretchWhere } from "./rollups/stretches.ts";
import { surroundingsOf } from "./rollups/surroundings.ts";
import { rangeOf } from "./scope.ts";
import { seriesFrom, seriesSql } from "./series.ts";
import { dollarsSum, integer, text, textOrNull } from "./sql-values.ts";

type Query = Reports["reconciliation"]["query"];

/** Rows of one side at most: a question is bounded. */
const MOST_ROWS = 200_000;

const isWhole = "charge_period_start >= $from and charge_period_end <= $to";
const isUse = "category in ('inference', 'data_processing') and charge_category = 'usage'";
const isSupport = "(service_name ilike '%support%' and charge_category = 'usage')";
/** A tax or a credit is on a bill as a whole; other lines without AI are another reconciliation's. */
const isAboutAi = `(category <> 'not_ai' or charge_category in ('tax', 'credit', 'adjustment') or ${isSupport})`;

/** The first that holds names a line. An unused commitment is usage in FOCUS, and none of a model. */
const kindOfLine = `case
  when charge_category <> 'usage' then charge_category
  when charge_class = 'correction' then 'correction'
  when commitment_discount_status = 'unused' or capacity_reservation_status = 'unused'
    then 'commitment'
  when ${isUse} then 'usage'
  when ${isSupport} then 'support'
  else 'other_service'
end`;

/**
 * What bills and calls say of each day, model, component and place of prices, side by side; nothing is
 * matched here. Only lines whose whole charge period lies in the range count, and simulated calls do not.
 *
 * @throws HeadgateError `request_invalid` where a side has more than 200,000 rows
 */
export async function reconciliation(query: Query, ask: Ask): Promise<Sides> {
  return {
    bills: await billRows(query, ask),
    calls: await callRows(query, ask),
    totals: await totalRows(query, ask),
    coveredDays: await coveredDays(query, ask),
    ending: (await billsEndingWithinADay(rangeParameters(query), ask)).map(({ until, ...one }) => ({
      ...one,
      untilMs: Date.parse(until),
    })),
    linesAcross: await leftOut(
      query,
      ask,
      `charge_period_start < $to and charge_period_end > $from and not (${isWhole})`,
    ),
    linesNotAboutAi: await leftOut(query, ask, `${isWhole} and not ${isAboutAi}`),
  };
}

function rangeParameters(query: Query): SqlParameters {
  const { fromMs, toMs } = rangeOf(query);
  return { from: { type: "timestamp", ms: fromMs }, to: { type: "timestamp", ms: toMs } };
}

async function billRows(query: Query, ask: Ask): Promise<readonly BillRow[]> {
  const rows = await ask(
    `with summed as (
       select provider, billing_account_id, sub_account_id, billing_currency, ${kindOfLine} as kind,
         epoch_ms(date_trunc('day', charge_period_start)) as start_ms,
         epoch_ms(date_trunc('day', greatest(charge_period_start, charge_period_end - interval 1 millisecond))
           + interval 1 day) as end_ms,
         model, component, service_tier, scope, region_id, component_quantity is null as is_uncounted,
         sum(component_quantity) as quantity, sum(${query.cost}_cost) as cost_sum, count(*) as line_count
       from bill_lines
       where ${isWhole} and ${countedStatements} and ${isAboutAi}
       group by all
       limit ${MOST_ROWS + 1}
     )
     select provider, billing_account_id, sub_account_id, billing_currency, kind, model, component,
       service_tier, scope, region_id,
       ${seriesSql(["start_ms", "end_ms", "quantity", "cost_sum", "line_count"])} as series
     from summed group by all`,
    rangeParameters(query),
  );
  const found = rows.flatMap((row) => {
    const shared = {
      provider: textOrNull(row, "provider"),
      billingAccount: textOrNull(row, "billing_account_id"),
      subAccount: textOrNull(row, "sub_account_id"),
      currency: text(row, "billing_currency"),
      kind: text(row, "kind") as "usage" | NonUsage,
      model: textOrNull(row, "model"),
      component: componentOf(row),
      ...variantOf(row, "region_id"),
    };
    // Tens of thousands: written out, each is made in one step.
    return seriesFrom(row, "series").map(
      ([start, end, quantity, cost, lines]): BillRow => ({
        provider: shared.provider,
        billingAccount: shared.billingAccount,
        subAccount: shared.subAccount,
        currency: shared.currency,
        kind: shared.kind,
        model: shared.model,
        component: shared.component,
        tier: shared.tier,
        scope: shared.scope,
        region: shared.region,
        startMs: Number(start),
        endMs: Number(end),
        lines: Number(lines),
        quantity: decimalOrNull(quantity),
        cost: parseDollars(cost ?? ""),
      }),
    );
  });
  return bounded(found, "bill");
}

const rowComponentsSql = (source: string, where: string): string => {
  const priced = `${where} and effective_cost is not null`;
  const lines = linesSql(source, priced, ["started_at", ...componentColumns]);
  return `select * from (${componentsSql(source, where, `select *, 1 as line_count from (${lines})`)})`;
};

/** What calls say; see {@link componentsSql}. */
async function callRows(query: Query, ask: Ask): Promise<readonly CallRow[]> {
  const range = rangeOf(query);
  const surroundings = await surroundingsOf({}, range, ask);
  let parameters: SqlParameters = {};
  const selects = stretchesOf(range, surroundings, true).map((stretch, index) => {
    const { where, parameters: own } = stretchWhere(stretch, `at_${index}`);
    parameters = { ...parameters, ...own };
    return stretch.from === "rollups"
      ? `select * from rollup_components where ${where}`
      : rowComponentsSql(rowsSql(where, surroundings), where);
  });
  const rows = await ask(
    `with days as (
       select *, day_${query.cost}_cost as cost from (${selects.join("\nunion all\n")})
       where not (is_rest and day_${query.cost}_cost = 0)
       limit ${MOST_ROWS + 1}
     )
     select provider, account_id, service_tier, scope, region, model, component,
       ${seriesSql(["epoch_ms(started_at)", "day_quantity", "cost", "attempt_count"])} as series
     from days group by all`,
    parameters,
  );
  const found = rows.flatMap((row) => {
    const shared = {
      provider: text(row, "provider"),
      account: textOrNull(row, "account_id"),
      model: textOrNull(row, "model"),
      component: componentOf(row),
      ...variantOf(row, "region"),
    };
    return seriesFrom(row, "series").map(
      ([day, quantity, cost, attempts]): CallRow => ({
        provider: shared.provider,
        account: shared.account,
        model: shared.model,
        component: shared.component,
        tier: shared.tier,
        scope: shared.scope,
        region: shared.region,
        dayMs: Number(day),
        attempts: Number(attempts),
        quantity: decimalOrNull(quantity),
        cost: decimalOrNull(cost),
      }),
    );
  });
  return bounded(found, "calls");
}

async function totalRows(query: Query, ask: Ask): Promise<readonly TotalRow[]> {
  const usage = tokenBuckets
    .map((component) => `{'component': '${component}', 'quantity': usage_${component}}`)
    .join(", ");
  const rows = await ask(
    `with used as (
       select source, provider, started_at, ended_at, model, unnest([${usage}]) as used
       from usage_totals where started_at >= $from and ended_at <= $to
         -- Sums from before their source was given an account are there once more, with it.
         and not (account is null and source in ('openai_usage', 'anthropic_usage_report')
           and (source, started_at, ended_at) in (
             select source, started_at, ended_at from usage_totals
             where account is not null and started_at >= $from and ended_at <= $to
           ))
     ),
     summed as (
       select source, provider, started_at, ended_at, model, used.component as component,
         sum(used.quantity) as quantity
       from used where used.quantity is not null
       group by all
     )
     -- Of several sources' sums of one stretch the largest: they are never added to each other.
     select provider, epoch_ms(started_at) as start_ms, epoch_ms(ended_at) as end_ms, model, component,
       cast(max(quantity) as varchar) as quantity_text
     from summed group by provider, started_at, ended_at, model, component
     limit ${MOST_ROWS + 1}`,
    rangeParameters(query),
  );
  return bounded(rows, "sums of usage").map((row) => ({
    provider: text(row, "provider"),
    startMs: integer(row, "start_ms"),
    endMs: integer(row, "end_ms"),
    model: textOrNull(row, "model"),
    component: text(row, "component") as UsageComponent,
    quantity: parseDollars(text(row, "quantity_text")),
  }));
}

async function coveredDays(query: Query, ask: Ask): Promise<readonly CoveredDay[]> {
  const rows = await ask(
    `with ${coveredDaysSql("from", "to")}
     select billed_provider, billing_account_id, sub_account_id, billing_currency,
       epoch_ms(billed_day) as day_ms
     from covered
     limit ${MOST_ROWS + 1}`,
    rangeParameters(query),
  );
  return bounded(rows, "covered days").map((row) => ({
    provider: text(row, "billed_provider"),
    billingAccount: textOrNull(row, "billing_account_id"),
    subAccount: textOrNull(row, "sub_account_id"),
    currency: text(row, "billing_currency"),
    dayMs: integer(row, "day_ms"),
  }));
}

async function leftOut(query: Query, ask: Ask, where: string): Promise<readonly LeftOut[]> {
  const rows = await ask(
    `select billing_currency, count(*) as line_count, cast(sum(${query.cost}_cost) as varchar) as cost_text
     from bill_lines where ${where} and ${countedStatements}
     group by billing_currency order by billing_currency`,
    rangeParameters(query),
  );
  return rows.map((row) => ({
    currency: text(row, "billing_currency"),
    lines: integer(row, "line_count"),
    cost: dollarsSum(row, "cost_text"),
  }));
}

function bounded<Row>(rows: readonly Row[], side: string): readonly Row[] {
  if (rows.length <= MOST_ROWS) return rows;
  throw new HeadgateError(
    "request_invalid",
    `The ${side} of this range have more than ${MOST_ROWS} rows to compare; choose a shorter range.`,
  );
}

/** A number of a series; there is none where its text is empty. */
const decimalOrNull = (number: string | undefined): bigint | null =>
  number === undefined || number === "" ? null : parseDollars(number);

const componentOf = (row: SqlRow): UsageComponent | null => {
  const word = textOrNull(row, "component");
  return usageComponents.find((component) => component === word) ?? null;
};

const variantOf = (row: SqlRow, region: string) => ({
  tier: textOrNull(row, "service_tier"),
  scope: textOrNull(row, "scope"),
  region: textOrNull(row, region),
});
