import {
  type ExperimentArm,
  type ExperimentMeasure,
  experimentArms,
  experimentMeasures,
  HeadgateError,
  type HeldOutLever,
  heldOutLevers,
} from "@headgate/contract";
import type { Reports } from "../store.ts";
import type { Ask, SqlRow } from "./ask.ts";
import { askedModel } from "./asked-model.ts";
import { wasCutSql } from "./cut-sql.ts";
import { toWidePicodollarsSql } from "./picodollars-sql.ts";
import { scopeOf } from "./scope.ts";
import { integer, numberOrNull, text, textOrNull, truth, wholeSumOrNull } from "./sql-values.ts";
import { unfailedSql } from "./unfailed-sql.ts";

/**
 * Sums over sessions (end users, or calls, where those were drawn), of a value y over n calls each: enough for a mean a call
 * and for how sessions differ. Increments of one day: those of all days before a moment add up to what stood then.
 */
export type Moments = Readonly<{
  /** Sessions that tell the measure for the first time. */
  units: number;
  /** Σn */
  count: number;
  /** Σy, exact: picodollars, tokens, microseconds, calls, or millionths of feedback. */
  sum: bigint;
  /** Σy², Σyn and Σn², in doubles: they weigh chances, and no money is made of them. */
  squares: number;
  products: number;
  countSquares: number;
}>;

/** Sessions of one arm that are alike in what was known before their lot was drawn, on one day. */
export type ExperimentDay = Readonly<{
  experiment: string;
  /** Null where all levers were held out together. */
  lever: HeldOutLever | null;
  arm: ExperimentArm;
  share: number;
  simulated: boolean;
  /** Of the session's first call: the model that was asked for, and the feature. */
  model: string | null;
  feature: string | null;
  dayMs: number;
  calls: number;
  moments: Readonly<Record<ExperimentMeasure, Moments>>;
}>;

const PLACES = JSON.stringify([
  {
    experiment: "VARCHAR",
    lever: "VARCHAR",
    arm: "VARCHAR",
    share: "DOUBLE",
    for_call: "VARCHAR",
  },
]);
/**
 * What a lever asked for a call belongs to that call, whichever model and provider it asked: no filter is about it. Where the
 * call has no row (its client left before it was made), neither arm has it.
 */
const isOfLever = `contains(experiments, '"for_call":')`;
/** Answers beyond this are no report any more. */
const MOST_ROWS = 50_000;

/** Where the lever acts before a provider is asked, an answer from our cache is what it is about. */
const isAboutCaches = "(lever is null or lever in ('exact-cache', 'semantic-cache'))";
const isHit = "(cache_status is not null and cache_status in ('hit', 'coalesced'))";
/** How long its client let it wait for a batch says nothing of a lever. */
const isOfBatch = "(service_tier is not null and service_tier = 'batch')";
/**
 * A call that a cache of ours answered used nothing. Arms have answers of their own, so the smaller one finds fewer: where
 * the experiment is about another lever, what the answer would have used counts in both.
 */
const without = (column: string, ofHit: string, ofCaches: string): string =>
  `case when not ${isHit} then ${column} when ${isAboutCaches} then ${ofCaches} else ${ofHit} end`;

/** Feedback is a share: it is added up in millionths. */
const MILLION = 1_000_000;
const RATED = `select rated_call, cast(rated_value as bigint) as feedback
  from (select unnest($rated_calls) as rated_call, unnest($rated_values) as rated_value) as said`;
const NOTHING_RATED =
  "select cast(null as varchar) as rated_call, cast(null as bigint) as feedback where false";

/** What each row of an attempt has of each measure, by its name. */
const values = {
  cost: toWidePicodollarsSql(`(${without("effective_cost", "baseline_cost", "effective_cost")})`),
  input_tokens: without("input_tokens", "avoided_input_tokens", "0"),
  output_tokens: without("output_tokens", "avoided_output_tokens", "0"),
  duration: `case when (${isHit} and not ${isAboutCaches}) or ${isOfBatch} then null
    else cast(round(duration_ms * 1000) as bigint) end`,
  failures: `case when not final then null
    when outcome in ${unfailedSql} and not coalesce(${wasCutSql("limit_reached")}, false) then 0 else 1 end`,
} as const satisfies Partial<Record<ExperimentMeasure, string>>;

/** Of what a lever asked for a call, its cost alone is the call's. */
const ofRow = (measure: keyof typeof values): string =>
  measure === "cost" ? values.cost : `case when of_lever then null else ${values[measure]} end`;

/** A column of a call's attempts; what a lever asked for it has other ones. */
const ofAttempts = (column: string): string => `case when not of_lever then ${column} end`;

/** A call without a known cost of one attempt has no known cost; tokens that an attempt without an answer lacks were none. */
const sumOfCall = (measure: keyof typeof values): string =>
  measure === "cost" ? `case when count(*) = count(cost) then sum(cost) end` : `sum(${measure})`;

const ofCalls = Object.keys(values) as (keyof typeof values)[];
const unitSql = `case when session is not null then concat('session ', key_id, ' ', session)
  when "user" is not null then concat('user ', key_id, ' ', "user") else call_id end`;
const named = "experiment, lever, arm";

/**
 * A session counts while the share that it came in under holds. A larger share holds out some that were treated, a smaller one
 * treats some that were held out: to leave out those alone would leave each arm with sessions of other times than the other's,
 * and what changed with time would pass for an effect. Left out are all of the time after, in both arms alike.
 */
const countsSql = "share = unit_share and arm = unit_arm";

/** How did the arms of each experiment do, day by day? */
export async function experiments(
  query: Reports["experiments"]["query"],
  ask: Ask,
): Promise<readonly ExperimentDay[]> {
  const { attempts, where, parameters } = await scopeOf(query, ask);
  const asked = askedModel(query.requestModel);
  const rated = query.feedback ?? [];
  const only = query.experiment === undefined ? "" : "where place.experiment = $only_experiment";
  const rows = await ask(
    `with placed as (
      select *, unnest(from_json(experiments, '${PLACES}')) as place
      from ${attempts}
      where started_at >= $from and started_at < $to and experiments is not null
        and ((${where} and ${asked.condition}) or ${isOfLever})
    ),
    named as (
      select * exclude (place), place.experiment as experiment, place.lever as lever,
        place.arm as arm, place.share as share, coalesce(place.for_call, call_id) as whole_call,
        place.for_call is not null as of_lever
      from placed ${only}
    ),
    valued as (
      select ${named}, share, simulated, whole_call, of_lever, client_call_id, session, started_at, ${unitSql} as unit,
        coalesce(request_model, '') as asked_model, coalesce(feature, '') as asked_feature,
        ${ofCalls.map((measure) => `${ofRow(measure)} as ${measure}`).join(", ")}
      from named
    ),
    summed as (
      select ${named}, whole_call as call_id, min(client_call_id) as client_call_id, min(session) as session,
        min(${ofAttempts("unit")}) as unit, min(share) as share, min(${ofAttempts("simulated")}) as is_simulated,
        min(${ofAttempts("started_at")}) as began,
        arg_min(asked_model, ${ofAttempts("started_at")}) as asked_model,
        arg_min(asked_feature, ${ofAttempts("started_at")}) as asked_feature,
        ${ofCalls.map((measure) => `${sumOfCall(measure)} as ${measure}`).join(", ")}
      from valued group by ${named}, whole_call
      having count(${ofAttempts("1")}) > 0
    ),
    told as (${outcomesSql}),
    rated as (${rated.length === 0 ? NOTHING_RATED : RATED}),
    things as (
      select ${named}, unit, share, is_simulated, began, asked_model, asked_feature, 1 as calls,
        ${ofCalls.join(", ")}, cast(null as bigint) as outcomes, feedback
      from summed left join rated on rated_call = call_id
      union all
      select ${named}, unit, share, is_simulated, began, asked_model, asked_feature, 0 as calls,
        ${ofCalls.map(() => "null").join(", ")}, accepted as outcomes, null as feedback
      from told
    ),
    of_days as (
      select ${named}, unit, share, date_trunc('day', began) as day, min(began) as day_began,
        min(is_simulated) as is_simulated, arg_min(asked_model, began) as asked_model,
        arg_min(asked_feature, began) as asked_feature, sum(calls) as calls,
        ${experimentMeasures.map((measure) => `sum(${measure}) as ${measure}_y, count(${measure}) as ${measure}_n`).join(", ")}
      from things group by ${named}, unit, share, day
    ),
    entered as (
      select *, first_value(share) over of_unit as unit_share, first_value(arm) over of_unit as unit_arm
      from of_days window of_unit as (partition by experiment, lever, unit order by day_began, share)
    ),
    grown as (
      select *,
        first_value(asked_model) over so_far as unit_model, first_value(asked_feature) over so_far as unit_feature,
        first_value(is_simulated) over so_far as unit_simulated,
        ${experimentMeasures.map((measure) => `sum(${measure}_y) over so_far as ${measure}_all_y, sum(${measure}_n) over so_far as ${measure}_all_n`).join(", ")}
      from entered where ${countsSql} window so_far as (partition by ${named}, unit order by day)
    )
    select ${named}, unit_share, unit_model, unit_feature, unit_simulated, epoch_ms(day) as day_ms,
      cast(sum(calls) as bigint) as call_count, ${experimentMeasures.map(momentsSql).join(", ")}
    from grown
    group by ${named}, unit_share, unit_model, unit_feature, unit_simulated, day
    order by experiment, day, arm, unit_share, unit_model, unit_feature, unit_simulated
    limit ${MOST_ROWS + 1}`,
    {
      ...parameters,
      ...asked.parameters,
      ...(rated.length > 0 && {
        rated_calls: { type: "texts", texts: rated.map(({ callId }) => callId) },
        rated_values: {
          type: "texts",
          texts: rated.map(({ quality }) => String(Math.round(quality * MILLION))),
        },
      }),
      ...(query.experiment !== undefined && {
        only_experiment: { type: "text", text: query.experiment },
      }),
    },
  );
  if (rows.length > MOST_ROWS) {
    throw new HeadgateError(
      "request_invalid",
      "from: experiments of this range have more models, features and days than are told at once; ask for a shorter range, a filter or one experiment",
    );
  }
  return rows.map(dayFrom);
}

/**
 * Outcomes of the range, by the calls that they name or else by their session; those that were had from several sessions, or
 * under several shares, say nothing of one arm.
 */
const outcomesSql = `
  select experiment, lever, min(arm) as arm, min(unit) as unit, min(share) as share,
    min(is_simulated) as is_simulated, min(occurred_at) as began, arg_min(asked_model, began) as asked_model,
    arg_min(asked_feature, began) as asked_feature, max(accepted) as accepted
  from (
    select summed.*, outcome_id, occurred_at, cast(accepted as integer) as accepted
    from (select *, unnest(string_split(call_ids, chr(10))) as wanted_id from outcomes
      where call_ids is not null and occurred_at >= $from and occurred_at < $to) as wanted
    join summed on summed.call_id = wanted.wanted_id or summed.client_call_id = wanted.wanted_id
    union all
    select summed.*, outcome_id, occurred_at, cast(accepted as integer) as accepted
    from outcomes as wanted join summed on summed.session = wanted.session
    where call_ids is null and occurred_at >= $from and occurred_at < $to
  ) as joined
  group by experiment, lever, outcome_id
  having count(distinct unit) = 1 and count(distinct share) = 1`;

/** A measure's increments: what a session has now, less what it had before this day. */
function momentsSql(measure: ExperimentMeasure): string {
  const [y, n] = [`cast(${measure}_y as double)`, `cast(${measure}_n as double)`];
  const [allY, allN] = [`cast(${measure}_all_y as double)`, `cast(${measure}_all_n as double)`];
  return `count(case when ${measure}_n > 0 and ${measure}_all_n = ${measure}_n then 1 end) as ${measure}_units,
    cast(sum(${measure}_n) as bigint) as ${measure}_count,
    cast(sum(${measure}_y) as hugeint) as ${measure}_sum,
    sum(${y} * (2 * ${allY} - ${y})) as ${measure}_squares,
    sum(${allY} * ${allN} - (${allY} - coalesce(${y}, 0)) * (${allN} - ${n})) as ${measure}_products,
    sum(${n} * (2 * ${allN} - ${n})) as ${measure}_count_squares`;
}

function dayFrom(row: SqlRow): ExperimentDay {
  const lever = textOrNull(row, "lever");
  const moments = Object.fromEntries(
    experimentMeasures.map((measure) => [measure, momentsFrom(row, measure)] as const),
  ) as Record<ExperimentMeasure, Moments>;
  return {
    experiment: text(row, "experiment"),
    lever: lever === null ? null : oneOf(heldOutLevers, lever),
    arm: oneOf(experimentArms, text(row, "arm")),
    share: sumOf(row, "unit_share"),
    simulated: truth(row, "unit_simulated"),
    model: filled(text(row, "unit_model")),
    feature: filled(text(row, "unit_feature")),
    dayMs: integer(row, "day_ms"),
    calls: integer(row, "call_count"),
    moments,
  };
}

const momentsFrom = (row: SqlRow, measure: ExperimentMeasure): Moments => ({
  units: integer(row, `${measure}_units`),
  count: integer(row, `${measure}_count`),
  sum: wholeSumOrNull(row, `${measure}_sum`) ?? 0n,
  squares: sumOf(row, `${measure}_squares`),
  products: sumOf(row, `${measure}_products`),
  countSquares: sumOf(row, `${measure}_count_squares`),
});

/** SQL's sum over rows that all lack the number is null: nothing was added up. */
const sumOf = (row: SqlRow, name: string): number => numberOrNull(row, name) ?? 0;

const filled = (value: string): string | null => (value === "" ? null : value);

function oneOf<const Name extends string>(names: readonly Name[], name: string): Name {
  const known = names.find((one) => one === name);
  if (known === undefined) throw new TypeError(`"${name}" is none of ${names.join(", ")}`);
  return known;
}
