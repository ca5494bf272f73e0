import { spendCategories } from "@headgate/contract";
import type { Reports } from "../../store.ts";
import type { Ask } from "../ask.ts";
import {
  amountOrNull,
  dollarsSum,
  integer,
  integerSum,
  isoTime,
  text,
  textOrNull,
} from "../sql-values.ts";
import { billScopeOf } from "./bill-scope.ts";

type Report = Reports["billed-machines"];

/**
 * Which machines with accelerators were on, for how long, and how were they paid? Quantities are added up over each charge period
 * first: where the periods fill the range, the least of them says how many were on at all times. SageMaker's endpoints stand each
 * by itself, with the lines that say that somebody called them.
 */
export async function billedMachines(query: Report["query"], ask: Ask): Promise<Report["result"]> {
  const { limit, ...range } = query;
  const scope = billScopeOf({ ...range, charge_category: "usage" });
  const where = `${scope.where} and ${scope.which}
    and (commitment_discount_status is null or commitment_discount_status <> 'unused')`;
  const parameters = { ...scope.parameters, limit: { type: "integer", integer: limit } } as const;
  const machines = await ask(machinesSql(where), parameters);
  const endpoints = await ask(endpointsSql(where), parameters);
  return {
    machines: machines.map((row) => ({
      billing_currency: text(row, "billing_currency"),
      provider_name: text(row, "provider_name"),
      meter: textOrNull(row, "sku_meter"),
      description: textOrNull(row, "charge_description"),
      region: textOrNull(row, "region_id"),
      category: categoryOf(text(row, "category")),
      pricing_category: textOrNull(row, "pricing_category"),
      unit: textOrNull(row, "consumed_unit"),
      period_ms: integer(row, "period_ms"),
      periods: integer(row, "period_count"),
      first: isoTime(row, "first_ms"),
      last: isoTime(row, "last_ms"),
      quantity: amountOrNull(row, "quantity_text"),
      least_quantity: amountOrNull(row, "least_text"),
      lines: integerSum(row, "line_total"),
      effective_cost: dollarsSum(row, "effective_text"),
      list_cost: dollarsSum(row, "list_text"),
      lines_without_list_cost: integerSum(row, "without_list_total"),
    })),
    machines_left_out: leftOut(machines),
    endpoints: endpoints.map((row) => ({
      billing_currency: text(row, "billing_currency"),
      resource: text(row, "resource_id"),
      sub_account: textOrNull(row, "sub_account_id"),
      region: textOrNull(row, "endpoint_region"),
      meter: text(row, "host_meter"),
      category: categoryOf(text(row, "host_category")),
      days: integer(row, "day_count"),
      first: isoTime(row, "first_ms"),
      last: isoTime(row, "last_ms"),
      data_lines: integerSum(row, "data_line_total"),
      effective_cost: dollarsSum(row, "effective_text"),
    })),
    endpoints_left_out: leftOut(endpoints),
  };
}

const leftOut = (rows: readonly Parameters<typeof integer>[0][]): number => {
  const [first] = rows;
  return first === undefined ? 0 : integer(first, "group_count") - rows.length;
};

function categoryOf(name: string): (typeof spendCategories)[number] {
  const known = spendCategories.find((category) => category === name);
  if (known === undefined) throw new TypeError(`a bill line has the category ${name}`);
  return known;
}

const SUBJECT =
  "billing_currency, provider_name, sku_meter, charge_description, region_id, category, pricing_category, consumed_unit";

/** A sum over some lines without a quantity would be too small: it is null then. */
const machinesSql = (where: string): string => `
with by_period as (
  select ${SUBJECT}, charge_period_start, charge_period_end,
    case when count(*) = count(consumed_quantity) then sum(consumed_quantity) end as quantity_sum,
    count(*) as line_count,
    sum(effective_cost) as effective_sum,
    sum(list_cost) as list_sum,
    count(*) - count(list_cost) as without_list
  from bill_lines
  where ${where} and category in ('accelerators_serving', 'accelerators_training')
  group by ${SUBJECT}, charge_period_start, charge_period_end
),
measured as (
  select ${SUBJECT}, epoch_ms(charge_period_end) - epoch_ms(charge_period_start) as period_ms,
    count(*) as period_count,
    epoch_ms(min(charge_period_start)) as first_ms,
    epoch_ms(max(charge_period_end)) as last_ms,
    case when count(*) = count(quantity_sum) then sum(quantity_sum) end as quantity_total,
    case when count(*) = count(quantity_sum) then min(quantity_sum) end as least,
    sum(line_count) as line_total,
    sum(effective_sum) as effective_total,
    sum(list_sum) as list_total,
    sum(without_list) as without_list_total
  from by_period
  group by ${SUBJECT}, period_ms
)
select ${SUBJECT}, period_ms, period_count, first_ms, last_ms,
  cast(quantity_total as varchar) as quantity_text, cast(least as varchar) as least_text,
  line_total, cast(effective_total as varchar) as effective_text,
  cast(list_total as varchar) as list_text, without_list_total,
  count(*) over () as group_count
from measured
order by effective_total desc, sku_meter nulls last, charge_description nulls last,
  region_id nulls last, pricing_category nulls last, period_ms
limit $limit`;

const ENDPOINT = "billing_currency, resource_id, sub_account_id";

/**
 * Of an endpoint that ran on machines of several types, the type is told that cost most.
 *
 * Usage types of SageMaker's endpoints: `USE1-Host:ml.g5.xlarge`, `USE1-Hst:Data-Bytes-In`
 * (https://sagemaker.kpingfan.com/01.quick-start/08.sagemaker%E8%B4%B9%E7%94%A8, read 2026-11-29).
 */
const endpointsSql = (where: string): string => `
with hosted as (
  select ${ENDPOINT}, sku_meter, category, region_id, charge_period_start, charge_period_end, effective_cost,
    case when sku_meter like '%Host:ml.%' then 1 else 0 end as is_host,
    sum(effective_cost) over (partition by ${ENDPOINT}, sku_meter, category, region_id) as meter_cost
  from bill_lines
  where ${where} and resource_id is not null
    and (sku_meter like '%Host:ml.%' or sku_meter like '%Hst:Data-Bytes-%')
),
placed as (
  select *, row_number() over (
    partition by ${ENDPOINT} order by is_host desc, meter_cost desc, sku_meter, category, region_id nulls last
  ) as place
  from hosted
),
measured as (
  select ${ENDPOINT},
    max(case when place = 1 then region_id end) as endpoint_region,
    max(case when place = 1 then sku_meter end) as host_meter,
    max(case when place = 1 then category end) as host_category,
    count(distinct case when is_host = 1 then date_trunc('day', charge_period_start) end) as day_count,
    epoch_ms(min(case when is_host = 1 then charge_period_start end)) as first_ms,
    epoch_ms(max(case when is_host = 1 then charge_period_end end)) as last_ms,
    sum(1 - is_host) as data_line_total,
    sum(case when is_host = 1 then effective_cost end) as effective_total
  from placed
  group by ${ENDPOINT}
  having max(is_host) = 1
)
select ${ENDPOINT}, endpoint_region, host_meter, host_category,
  day_count, first_ms, last_ms, data_line_total, cast(effective_total as varchar) as effective_text,
  count(*) over () as group_count
from measured
order by effective_total desc, resource_id
limit $limit`;
