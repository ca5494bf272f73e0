import { usageComponents } from "@headgate/contract";

const usages = usageComponents
  .map((component) => `{'component': '${component}', 'quantity': usage_${component}}`)
  .join(", ");

const keys = "provider, account_id, day_start, service_tier, scope, region";
/** The same, as they are read of attempts and of lines. */
const placed = keys.replace("day_start", "date_trunc('day', started_at) as day_start");
/** What lines of charges have to tell of their attempts for {@link componentsSql}. */
export const componentColumns: readonly string[] = [
  "provider",
  "account_id",
  "service_tier",
  "scope",
  "region",
  "model",
  "simulated",
];

/**
 * What attempts used and cost by day (UTC), model, component and place of prices: priced calls by the lines
 * of their charges; what their cost is beyond the lines, by no component (`is_rest`); and unpriced calls by
 * their usage, with no cost. Simulated calls are left out. All of a day has to be asked for at once.
 *
 * @param where which attempts of the source
 * @param lines the lines of their charges as `linesSql` tells them, or sums of those, by `started_at`
 */
export const componentsSql = (source: string, where: string, lines: string): string => `
  with attempt_sums as (
    select ${placed}, model, effective_cost is null as is_unpriced, count(*) as attempts,
      sum(effective_cost) as effective_cost, sum(billed_cost) as billed_cost
    from ${source}
    where ${where} and not simulated
    group by all
  ),
  priced as materialized (
    select ${placed}, model as own_model, coalesce(line_model, model) as model, component,
      sum(quantity) as quantity, sum(line_effective_cost) as effective_cost,
      sum(line_billed_cost) as billed_cost, sum(line_count) as line_count
    from (${lines})
    where not simulated
    group by all
  ),
  rest as (
    select ${keys}, model, effective_cost, billed_cost, attempts from attempt_sums where not is_unpriced
    union all
    select ${keys}, own_model, -effective_cost, -billed_cost, 0 from priced
  ),
  unpriced as (
    select ${placed}, model, unnest([${usages}]) as used
    from ${source}
    where ${where} and not simulated and effective_cost is null
  )
  select provider, account_id, day_start as started_at, service_tier, scope, region, model, component,
    false as is_rest, cast(sum(quantity) as bigint) as day_quantity, sum(effective_cost) as day_effective_cost,
    sum(billed_cost) as day_billed_cost, cast(sum(line_count) as bigint) as attempt_count
  from priced group by ${keys}, model, component
  union all
  select ${keys}, model, null, true, null, sum(effective_cost), sum(billed_cost),
    cast(sum(attempts) as bigint)
  from rest group by ${keys}, model
  having sum(effective_cost) <> 0 or sum(billed_cost) <> 0
  union all
  select ${keys}, model, used.component, false, cast(sum(used.quantity) as bigint), null, null, count(*)
  from unpriced where used.quantity > 0 group by ${keys}, model, used.component
  union all
  select ${keys}, model, null, false, null, null, null, attempts
  from attempt_sums where is_unpriced`;
