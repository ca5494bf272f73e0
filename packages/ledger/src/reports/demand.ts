import {
  type DemandReport,
  type DemandStep,
  HeadgateError,
  tokenBuckets,
} from "@headgate/contract";
import { picodollars } from "@headgate/money";
import type { Reports } from "../store.ts";
import type { Ask, SqlRow } from "./ask.ts";
import { unmeteredAttempt } from "./measures.ts";
import { toWidePicodollarsSql } from "./picodollars-sql.ts";
import { linePartsOf } from "./rollups/line-parts.ts";
import { columnKey } from "./rollups/parts.ts";
import { surroundingsOf } from "./rollups/surroundings.ts";
import { rangeOf, type ScopedQuery, scopeOf } from "./scope.ts";
import { seriesFrom, seriesSql } from "./series.ts";
import { integer, text, wholePicodollarsSum } from "./sql-values.ts";

/** Three months of minutes, or sixteen years of hours: of more, a plan gets no better. */
const MAX_STEPS = 140_000;

const stepMs = { minute: 60_000, hour: 3_600_000 } as const;

/** Headgate's own caches answered, and no provider was asked. */
const answeredByCache = "coalesce(cache_status, 'miss') in ('hit', 'coalesced')";
const hasTokens = "(input_tokens is not null or output_tokens is not null)";
const cacheReads = ["usage_cache_read", "usage_cache_read_audio", "other_cache_read_tokens"]
  .map((column) => `coalesce(${column}, 0)`)
  .join(" + ");

/**
 * What was asked of providers, minute by minute or hour by hour? Attempts count, for each took capacity; those that
 * took none are told apart. A provider that does not tell what it read from its cache told that all was input.
 *
 * @throws HeadgateError `request_invalid` where the range has more steps than are answered
 */
export async function demand(query: Reports["demand"]["query"], ask: Ask): Promise<DemandReport> {
  const { grain, ...filters } = query;
  const range = wholeSteps(rangeOf(query), stepMs[grain]);
  const steps = (range.toMs - range.fromMs) / stepMs[grain];
  if (steps > MAX_STEPS) {
    throw new HeadgateError(
      "request_invalid",
      `grain: ${steps} steps of a ${grain} lie in this range, at most ${MAX_STEPS} are answered; ask for a shorter range${grain === "minute" ? ", or by the hour" : ""}`,
    );
  }
  const scoped = {
    ...filters,
    from: new Date(range.fromMs).toISOString(),
    to: new Date(range.toMs).toISOString(),
  };
  const scope = await scopeOf(scoped, ask);
  const isBatch =
    query.service_tier === undefined ? "coalesce(service_tier, '') = 'batch'" : "false";
  const rows = await ask(
    `with scoped as (
      select date_trunc('${grain}', started_at) as step, simulated, status,
        case when ${answeredByCache} then 'answered_by_cache'
          when ${isBatch} then 'batch'
          when ${hasTokens} or ${unmeteredAttempt} then 'demand'
          else 'not_served' end as kind,
        ${hasTokens} and list_cost is not null and contracted_cost is not null as is_known,
        coalesce(input_tokens, 0) - (${cacheReads}) as fresh_tokens, ${cacheReads} as read_tokens,
        coalesce(output_tokens, 0) as answer_tokens, list_cost, contracted_cost
      from ${scope.attempts} where ${scope.where}
    ),
    stepped as (
      select kind, step, count(*) as attempt_count,
        count(case when simulated then 1 end) as simulated_count,
        count(case when status = 429 then 1 end) as throttled_count,
        count(case when not is_known then 1 end) as unknown_count,
        sum(case when is_known then fresh_tokens else 0 end) as fresh_sum,
        sum(case when is_known then read_tokens else 0 end) as read_sum,
        sum(case when is_known then answer_tokens else 0 end) as answer_sum,
        ${toWidePicodollarsSql("sum(case when is_known then list_cost else 0 end)")} as list_sum,
        ${toWidePicodollarsSql("sum(case when is_known then contracted_cost else 0 end)")} as contracted_sum
      from scoped group by kind, step
    )
    select kind, epoch_ms(date_trunc('day', step)) as day_ms,
      cast(sum(attempt_count) as bigint) as attempts_of_day,
      cast(sum(simulated_count) as bigint) as simulated_of_day,
      cast(sum(throttled_count) as bigint) as throttled_of_day,
      case when kind = 'demand' then ${seriesSql([
        "epoch_ms(step)",
        "attempt_count",
        "unknown_count",
        "fresh_sum",
        "read_sum",
        "answer_sum",
        "list_sum",
        "contracted_sum",
      ])} end as step_series
    from stepped group by kind, date_trunc('day', step)
    order by day_ms, kind`,
    scope.parameters,
  );
  return { grain, ...range, ...readDays(rows), byBucket: await byBucket(scoped, ask) };
}

/** What tokens of each bucket came to, those of batches left out as above. */
async function byBucket(query: ScopedQuery, ask: Ask): Promise<DemandReport["byBucket"]> {
  const surroundings = await surroundingsOf(query, rangeOf(query), ask);
  const lines = linePartsOf(query, [columnKey("tier", "service_tier")], surroundings, "");
  const rows = await ask(
    `select bucket, cast(sum(part_quantity) as bigint) as token_total,
      sum(part_picodollars) as cost_amount
    from (${lines.sql}) ${query.service_tier === undefined ? "where coalesce(tier, '') <> 'batch'" : ""}
    group by bucket`,
    lines.parameters,
  );
  return tokenBuckets.flatMap((bucket) =>
    rows
      .filter((row) => row.bucket === bucket)
      .map((row) => ({
        bucket,
        tokens: integer(row, "token_total"),
        cost: wholePicodollarsSum(row, "cost_amount"),
      })),
  );
}

/** The whole steps that lie in a range; none where it is shorter than one. */
function wholeSteps(
  { fromMs, toMs }: Readonly<{ fromMs: number; toMs: number }>,
  step: number,
): Readonly<{ fromMs: number; toMs: number }> {
  const first = Math.ceil(fromMs / step) * step;
  return { fromMs: first, toMs: Math.max(first, Math.floor(toMs / step) * step) };
}

function readDays(
  rows: readonly SqlRow[],
): Pick<DemandReport, "steps" | "leftOut" | "simulatedAttempts"> {
  const steps: DemandStep[] = [];
  const leftOut = { answeredByCache: 0, notServed: 0, throttled: 0, batch: 0 };
  let simulatedAttempts = 0;
  for (const row of rows) {
    const attempts = integer(row, "attempts_of_day");
    const kind = text(row, "kind");
    switch (kind) {
      case "demand":
        simulatedAttempts += integer(row, "simulated_of_day");
        steps.push(...seriesFrom(row, "step_series").map(stepFrom).sort(byStart));
        break;
      case "answered_by_cache":
        leftOut.answeredByCache += attempts;
        break;
      case "batch":
        leftOut.batch += attempts;
        break;
      case "not_served":
        leftOut.notServed += attempts;
        leftOut.throttled += integer(row, "throttled_of_day");
        break;
      default:
        throw new TypeError(`no kind of attempt "${kind}"`);
    }
  }
  return { steps, leftOut, simulatedAttempts };
}

const byStart = (one: DemandStep, other: DemandStep): number => one.startMs - other.startMs;

function stepFrom(numbers: readonly string[]): DemandStep {
  const whole = (place: number): bigint => {
    const number = numbers[place];
    if (number === undefined || number === "")
      throw new TypeError(`a step lacks its number ${place}`);
    return BigInt(number);
  };
  return {
    startMs: Number(whole(0)),
    attempts: Number(whole(1)),
    unknownAttempts: Number(whole(2)),
    inputTokens: Number(whole(3)),
    cacheReadTokens: Number(whole(4)),
    outputTokens: Number(whole(5)),
    listCost: picodollars(whole(6)),
    contractedCost: picodollars(whole(7)),
  };
}
