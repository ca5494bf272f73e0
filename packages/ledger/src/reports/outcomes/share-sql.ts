import { unmeteredAttempt } from "../measures.ts";
import { unfailedSql } from "../unfailed-sql.ts";

/** An attempt that nobody got an answer from: it failed, or another one of its call came behind it. */
const failedAttempt = `(not final or outcome not in ${unfailedSql})`;

/** An amount of dollars as picodollars, digit by digit: DuckDB takes three times longer to convert its decimals. */
const picodollarsOf = (dollars: string): string =>
  `cast(replace(cast(${dollars} as varchar), '.', '') as hugeint)`;

/** The same in 64 bits; null where it is not known, or too large. */
export const smallPicodollars = (dollars: string): string =>
  `try_cast(replace(cast(${dollars} as varchar), '.', '') as bigint)`;

/**
 * The part of a whole number that one of `size` equal sharers gets: rounded down for each, and what is left over
 * goes to the first ones, one unit each. The parts add up to the number. Numbers of 64 bits, nearly all, are divided
 * as such: DuckDB takes thirty times longer to divide wider ones.
 */
function partOf(column: "cost" | "tokens", among: "name" | "all"): string {
  const divided = (whole: string): string =>
    `${whole} // ${among}_size + case when ${among}_place <= abs(${whole} % ${among}_size) then sign(${whole}) else 0 end`;
  const small = `small_${column}`;
  const part = `case when ${among}_size = 1 then ${small} else ${divided(small)} end as ${among}_${column}`;
  if (column === "tokens") return part;
  return `${part},
    case when ${among}_size = 1 then wide_cost else ${divided("wide_cost")} end as ${among}_wide`;
}

/** A cost over many shares: those of 64 bits, nearly all, are added up as such, and the others beside them. */
export function sumOfCosts(among: "name" | "all", where?: string): string {
  const [small, wide] = (["cost", "wide"] as const).map((kind) =>
    where === undefined
      ? `sum(${among}_${kind})`
      : `sum(case when ${where} then ${among}_${kind} end)`,
  );
  return `case when ${wide} is null then ${small} else coalesce(${small}, 0) + ${wide} end`;
}

/** Facts of an attempt, as binary digits of `work_key`; the rest of it, by {@link WORK_KEYS}, is its group's number. */
export const workFacts = [
  "failed",
  "simulated",
  "unpriced",
  "unmetered",
  "single",
  "call",
] as const;
export const WORK_KEYS = 2 ** workFacts.length;

/** Whether `work_key` says this of the attempt. */
export const isFact = (fact: (typeof workFacts)[number]): string =>
  hasDigit("work_key", workFacts.indexOf(fact));

/** Whether a key has the binary digit of this place. */
export const hasDigit = (key: string, place: number): string => `${key} // ${2 ** place} % 2 = 1`;
/** Conditions as binary digits of a number. */
export const digitsSql = (conditions: readonly string[]): string =>
  `cast(${conditions
    .map((condition, place) => `case when ${condition} then ${2 ** place} else 0 end`)
    .join(" + ")} as bigint)`;

/** Where the attempts of outcomes' calls are read from. */
export type AttemptsOfCalls = Readonly<{
  /** A query in the place of the table `attempts`, for the calls of `calls`; none where every call is settled. */
  live: string | undefined;
  /** Condition over `rollup_shared_attempts`; undefined where what is settled is not asked about. */
  settledWhere: string | undefined;
  /** The time that they lie in. */
  where: string;
}>;

/** The attempts of all calls that were joined, also those of outcomes that are not asked for: what coverage counts. */
export function coverableSql(
  { live, settledWhere, where: inTime }: AttemptsOfCalls,
  where: readonly string[],
): string {
  const columns = `case when not final then call_id end as call_id, attempt, final, started_at, effective_cost,
    confidence = 'unknown' as is_unrated`;
  return [
    ...(live === undefined
      ? []
      : [
          `select ${columns} from ${live} join calls on known_call = call_id
  where ${[inTime, ...where].join(" and ")}`,
        ]),
    ...(settledWhere === undefined
      ? []
      : [
          `select ${columns} from rollup_shared_attempts
  where ${[inTime, ...where, settledWhere].join(" and ")}`,
        ]),
  ].join(" union all ");
}

/**
 * `worked`: one row an attempt of the outcomes' calls. `is_single`: it is the only attempt of its call;
 * `is_call`: of several that are looked at, its call is counted at this one. `groups`: what they are grouped by, numbered.
 *
 * `shares`: one row for each outcome that is asked for and attempt of its calls, with the outcome's part of what the
 * attempt cost, in picodollars, and used, once among outcomes of its name (`name_…`) and once among all (`all_…`). A
 * part of a cost that is not known is null; one beyond 64 bits is in `…_wide`. Built on the expressions of `settled-sql.ts`.
 */
export function shareSql({
  asked,
  attempts,
  where,
  group,
  groupsBeside,
  columns = [],
  links = {},
}: Readonly<{
  /** Which outcomes. */
  asked: string;
  attempts: AttemptsOfCalls;
  /** Which attempts: conditions. */
  where: readonly string[];
  /** What attempts are grouped by. */
  group?: string;
  /** A table with groups of other shares (`group_value`), which are to be numbered as well. */
  groupsBeside?: string | undefined;
  /** What else of an attempt its shares have, as `shown_…`. */
  columns?: readonly string[];
  /** What else the shares have of their pair of outcome and call: expressions over both, by their names. */
  links?: Readonly<Record<string, string>>;
}>): string {
  const parts = (["name", "all"] as const)
    .map(
      (among) => `
    ${partOf("cost", among)},
    ${partOf("tokens", among)},
    ${among}_size`,
    )
    .join(",");
  const shown = columns.map((column) => `shown_${column}, `).join("");
  const ofAsked = "call_number in (select call_number from asked_links)";
  const attemptColumns = `call_number, case when not final then call_id end as call_id, attempt, final, started_at,
    effective_cost, cast(coalesce(input_tokens, 0) + coalesce(output_tokens, 0) as bigint) as small_tokens,
    ${columns.map((column) => `${column} as shown_${column}, `).join("")}${group === undefined ? "" : `${group} as group_value,`}
    simulated as is_simulated, ${failedAttempt} as is_failed, final and attempt = 0 as is_single,
    effective_cost is null as is_unpriced,
    ${unmeteredAttempt} as is_unmetered`;
  const sources = [
    ...(attempts.live === undefined
      ? []
      : [
          `select ${attemptColumns}, ${smallPicodollars("effective_cost")} as small_cost
  from ${attempts.live}
  join (select * from calls where ${ofAsked}) as calls
    on known_call = call_id
  where ${[attempts.where, ...where].join(" and ")}`,
        ]),
    ...(attempts.settledWhere === undefined
      ? []
      : [
          `select ${attemptColumns}, small_cost
  from rollup_shared_attempts
  where ${[attempts.where, ...where, attempts.settledWhere, ofAsked].join(" and ")}`,
        ]),
  ];
  const widened = `*, case when small_cost is null then ${picodollarsOf("effective_cost")} end as wide_cost`;
  const digits = digitsSql(workFacts.map((fact) => `is_${fact}`));
  const numberedGroups =
    group === undefined
      ? `${digits} + ${WORK_KEYS} as work_key from attempts_of_calls as attempts_of_calls`
      : `${digits} + ${WORK_KEYS} * group_number as work_key from attempts_of_calls as attempts_of_calls
  join groups on groups.group_value is not distinct from attempts_of_calls.group_value`;
  return `
asked_links as materialized (
  select numbered.* exclude (name_before, all_before)${Object.entries(links)
    .map(([name, sql]) => `, ${sql} as ${name}`)
    .join("")}
  from numbered as numbered join states on states.event_number = numbered.event_number
  where ${asked}
),
attempts_of_calls as materialized (
  select ${widened}, true as is_call from (${sources.join(" union all ")}) where is_single
  union all
  select ${widened}, row_number() over (partition by call_number order by attempt) = 1 as is_call
  from (${sources.join(" union all ")}) where not is_single
),
${
  group === undefined
    ? ""
    : `groups as materialized (
  select group_value, row_number() over () as group_number
  from (
    select distinct group_value from attempts_of_calls
    ${groupsBeside === undefined ? "" : `union select group_value from ${groupsBeside}`}
  ) as found_groups
),
`
}worked as ${group === undefined ? "not materialized" : "materialized"} (select attempts_of_calls.*, ${numberedGroups}),
shares as not materialized (
  select event_number, worked.call_number as call_number, ${shown}work_key,
    ${Object.keys(links)
      .map((name) => `${name}, `)
      .join("")}is_failed, is_unpriced, is_single, is_call,${parts}
  from asked_links join worked on worked.call_number = asked_links.call_number
)`;
}
