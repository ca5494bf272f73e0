/** The time that constructed rows lie in: ninety days, up to the first of July 2026 (UTC). */
export const DAYS = 90;
export const FIRST_MS = Date.UTC(2026, 3, 2);
export const END_MS = FIRST_MS + DAYS * 86_400_000;

/** A number in [0, 1) out of a row's number: the same in each run. */
const chance = (salt: number, of = "i"): string =>
  `(cast(hash(${of}, ${salt}) % 1000003 as double) / 1000003e0)`;
/** A whole number in [0, count), small ones more often than large ones: the square of an even chance. */
const skewed = (salt: number, count: number, of = "i"): string =>
  `cast(floor(${count}e0 * ${chance(salt, of)} * ${chance(salt, of)}) as bigint)`;
/** Picodollars as the ledger's decimal number, and as its text. */
const decimal = (picodollars: string): string =>
  `cast(cast(${picodollars} as decimal(18, 0)) * cast(0.000000000001 as decimal(12, 12)) as decimal(38, 12))`;
const decimalText = (picodollars: string): string =>
  `'0.' || lpad(cast(${picodollars} as varchar), 12, '0')`;

/**
 * Constructed attempts `first` up to `end` of `total`, as a query with the columns of `attempts` by name.
 *
 * 40 teams have 5 projects each, some much busier than others; a project uses 8 of 60 models, which 8
 * providers serve, 6 of 36 features, and is seen by one of 5 sources. Every fiftieth call is tried twice, and a
 * few never ended. 3 % have no price. Calls are most frequent about midday; rows are in the order of time.
 */
export const constructedAttempts = (first: number, end: number, total: number): string => `
with numbered as (
  select range as i, case when range % 50 = 1 then range - 1 else range end as c,
    range / ${total}e0 * ${DAYS} as day_part
  from range(${first}, ${end})
),
placed as (
  select *, epoch_ms(cast(${FIRST_MS} + 86400000 * (
      floor(day_part) + (day_part - floor(day_part)) - 0.12e0 * sin(2 * pi() * (day_part - floor(day_part)))
    ) as bigint)) as started_at,
    ${skewed(1, 40, "c")} as team_number, ${skewed(2, 5, "c")} as project_of_team
  from numbered
),
named as (
  select *, team_number * 5 + project_of_team as project_number from placed
),
chosen as (
  select *, (project_number * 7 + 13 * ${skewed(3, 8, "c")}) % 60 as model_number,
    c % 50 = 0 and i % 50 = 0 as is_retried, ${chance(4)} as luck,
    200 + ${skewed(5, 20_000)} as input_count, 20 + ${skewed(6, 3000)} as output_count,
    case when ${chance(7)} < 0.3 then ${skewed(8, 8000)} end as cached_count
  from named
),
described as (
  select *, 'provider-' || (model_number % 8) as provider_name, 'model-' || model_number as model_name,
    model_number >= 56 as is_embedding,
    case when is_retried then 'provider_error' when luck < 0.95 then 'completed'
      when luck < 0.97 then 'client_closed' when luck < 0.985 then 'provider_error'
      when luck < 0.99 then 'timed_out' when luck < 0.995 then 'interrupted' else 'unreachable' end as ended,
    model_number = 55 or luck > 0.99 as is_unpriced,
    (model_number + 1) * 100000 as input_price
  from chosen
),
metered as (
  select *, ended in ('completed', 'client_closed', 'interrupted') as is_metered,
    case when is_embedding then 0 else output_count end as answered_count
  from described
),
priced as (
  select *,
    input_count * input_price as input_cost, answered_count * 4 * input_price as output_cost,
    case when is_metered and not is_unpriced then
      ${decimal("(input_count + answered_count * 4) * input_price")} end as cost
  from metered
)
select
  'call-' || printf('%016x', hash(c)) || '-' || c || ':' || (i - c) as row_id,
  'call-' || printf('%016x', hash(c)) || '-' || c as call_id,
  i - c as attempt,
  not is_retried and i % 9973 <> 7 as final,
  case when c % 10 = 3 then 'client-' || c end as client_call_id,
  case when project_number % 3 <> 0 then printf('%032x', hash(c // 40, team_number)) end as trace_id,
  started_at,
  300.0 + answered_count * 15 as duration_ms,
  120.0 + luck * 300 as time_to_first_token_ms,
  case project_number % 10 when 0 then 'litellm' when 1 then 'langfuse' when 2 then 'otlp'
    when 3 then 'helicone' else 'gateway' end as source,
  false as simulated,
  'openai.chat_completions' as wire_format,
  case when is_embedding then 'embeddings' else 'chat' end as operation,
  provider_name as provider,
  model_name as request_model,
  model_name || '-2026-01-01' as response_model,
  model_name || '-2026-01-01' as model,
  'chatcmpl-' || printf('%016x%08x', hash(i, 9), i) as response_id,
  case when model_number % 3 = 0 then 'default' end as service_tier,
  i % 3 <> 0 as stream,
  ended as outcome,
  case ended when 'completed' then 200 when 'provider_error' then 503 end as status,
  case when is_metered then 'provider' else 'none' end as usage_origin,
  case when is_metered then input_count end as usage_input,
  case when is_metered then cached_count end as usage_cache_read,
  case when is_metered and not is_embedding then answered_count end as usage_output,
  case when is_metered then input_count + coalesce(cached_count, 0) end as input_tokens,
  case when is_metered and not is_embedding then answered_count end as output_tokens,
  case when is_metered then '{"prompt_tokens":' || (input_count + coalesce(cached_count, 0))
    || ',"completion_tokens":' || answered_count || '}' end as raw_usage,
  case when cost is null then 'unknown' when i % 20 = 0 then 'derived' when i % 33 = 0 then 'estimated'
    else 'exact' end as confidence,
  cost as list_cost, cost as contracted_cost, cost as effective_cost, cost as billed_cost,
  case when cost is null then '[]' else
    '[{"component":"input","quantity":' || input_count || ',"unit_price":"' || ${decimalText("input_price")}
    || '","list_cost":"' || ${decimalText("input_cost")}
    || '","price_record":"' || provider_name || '/' || model_name || '"}'
    || case when is_embedding then '' else ',{"component":"output","quantity":' || answered_count
      || ',"unit_price":"' || ${decimalText("input_price * 4")}
      || '","list_cost":"' || ${decimalText("output_cost")}
      || '","price_record":"' || provider_name || '/' || model_name || '"}' end
    || ']' end as charge_lines,
  case when cost is null then case when is_unpriced then 'no price' else 'no usage' end end as charge_reason,
  cost as baseline_cost,
  '[]' as savings,
  'key-' || project_number || '-' || (c % 2) as key_id,
  'organisation-' || (team_number % 2) as organisation,
  'team-' || team_number as team,
  'project-' || project_number as project,
  'feature-' || ((project_number * 5 + ${skewed(10, 6, "c")}) % 36) as feature,
  case when project_number % 2 = 0 then 'customer-' || ${skewed(11, 5000, "c")} end as customer,
  case when ${chance(12, "c")} < 0.85 then 'production' else 'staging' end as environment,
  'user-' || (team_number * 50 + ${skewed(13, 50, "c")}) as "user",
  case when project_number % 3 = 0 then 'session-' || (c // 600 * 40 + team_number) end as session,
  case when i % 4 = 0 then map {'build': 'build-' || (c // 100000), 'ticket': 'ticket-' || (c // 40)}
    else map {'build': 'build-' || (c // 100000)} end as tags,
  500 + input_count * 4 as request_bytes,
  300 + answered_count * 4 as response_bytes,
  cast(hash(i, 14) % 9223372036854775807 as bigint) as content_hash,
  'account-' || (model_number % 8) as account_id,
  'europe-west1' as region,
  false as superseded
from priced`;
