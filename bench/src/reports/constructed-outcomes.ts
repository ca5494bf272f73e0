import { DAYS, FIRST_MS } from "./constructed-rows.ts";

/** Enough for a large support desk; more of them would be joined in more pairs than a question looks at. */
const MOST_OUTCOMES = 30_000;

/** Three outcomes for each hundred calls. */
const outcomesOf = (rows: number): number => Math.min(MOST_OUTCOMES, Math.floor(rows * 0.03));

/**
 * Constructed outcomes beside `rows` constructed attempts, as a query with the columns of `outcomes` by name. Each
 * stands a few minutes to half a day behind some call, its own one: of ten, four name its session (or trace, where it
 * is in no session), two its trace, one the ids of it and its neighbours, one its ticket, one a customer's day, and one
 * nothing that finds a call.
 */
export const constructedOutcomes = (rows: number): string => `
with numbered as (
  select range as n, cast(range * ${rows / outcomesOf(rows)}e0 as bigint) as c from range(${outcomesOf(rows)})
),
placed as (
  select *, cast(hash(n, 21) % 10 as integer) as kind,
    epoch_ms(cast(${FIRST_MS} + ${DAYS * 86_400_000} * (c / ${rows}e0) as bigint)
      + cast(hash(n, 22) % 43200000 as bigint)) as happened_at
  from numbered
),
own as (
  select placed.*, call_id, attempts.started_at as call_at, attempts.session as own_session,
    attempts.trace_id as own_trace, customer as own_customer, tags['ticket'] as own_ticket
  from placed join attempts on attempts.call_id = 'call-' || printf('%016x', hash(c)) || '-' || c and final
)
select
  'outcome-' || n as outcome_id,
  case n % 3 when 0 then 'document_processed' when 1 then 'ticket_resolved' else 'chat_rated' end as name,
  happened_at as occurred_at,
  hash(n, 23) % 5 <> 0 as accepted,
  case when n % 4 = 0 then cast(hash(n, 24) % 20 as decimal(38, 12)) end as value_amount,
  case when kind = 6 then call_id || chr(10) || 'client-' || (c // 10 * 10 + 3) end as call_ids,
  case when kind in (4, 5) or kind < 4 and own_session is null then own_trace end as trace_id,
  case when kind = 7 then map {'ticket': own_ticket} else map {} end as tags,
  case when kind = 8 then call_at - interval 12 hour end as window_from,
  case when kind = 8 then call_at + interval 12 hour end as window_to,
  case when kind = 8 then coalesce(own_customer, 'customer-0') end as customer,
  case when kind < 4 then own_session when kind = 9 then 'session-elsewhere-' || n end as session,
  cast(hash(n, 25) % 9223372036854775807 as bigint) as content_hash
from own`;
