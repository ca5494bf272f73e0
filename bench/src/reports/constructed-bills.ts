import { DAYS, FIRST_MS } from "./constructed-rows.ts";

/**
 * Constructed bill lines, with the columns of `bill_lines` by name: for each day of constructed calls, of
 * every account, model and component one line; they come to about what the calls cost.
 */
export const constructedBillLines = `
with days as (select range as day_number from range(${DAYS})),
models as (select range as model_number, range % 8 as account_number from range(60)),
components as (select unnest(['input', 'output', 'cache_read']) as component)
select
  day_number || '-' || model_number || '-' || component as line_id,
  'focus' as source,
  'focus:account-' || account_number || ':' || (day_number // 30) as statement,
  'account-' || account_number as billing_account_id,
  epoch_ms(${FIRST_MS} + day_number // 30 * 30 * 86400000) as billing_period_start,
  epoch_ms(${FIRST_MS} + (day_number // 30 + 1) * 30 * 86400000) as billing_period_end,
  epoch_ms(${FIRST_MS} + day_number * 86400000) as charge_period_start,
  epoch_ms(${FIRST_MS} + (day_number + 1) * 86400000) as charge_period_end,
  'usage' as charge_category,
  'provider-' || account_number as provider_name,
  'service' as service_name,
  'USD' as billing_currency,
  (model_number + 1) * 0.37 as billed_cost,
  (model_number + 1) * 0.37 as effective_cost,
  1000000 as component_quantity,
  map {} as tags,
  'inference' as category,
  'provider-' || account_number as provider,
  'model-' || model_number || '-2026-01-01' as model,
  component,
  hash(day_number, model_number, component) % 9223372036854775807 as content_hash
from days, models, components`;

export const constructedStatements = `
select distinct statement, source, billing_account_id as account, billing_period_start as period_start,
  billing_period_end as period_end, 1 as import
from bill_lines`;

/** Constructed measurements of eight GPUs, one a minute. */
export const constructedGauges = `
select range || '-gpu' as gauge_id, 'dcgm' as source,
  epoch_ms(${FIRST_MS} + range // 8 * 60000) as measured_at, 60000 as period_ms,
  'accelerator_utilisation' as measure, (range % 100) / 100.0 as measured_value,
  'gpu-' || (range % 8) as resource, map {} as labels, range as content_hash
from range(${DAYS * 1440 * 8})`;
