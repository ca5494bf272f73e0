import { MOST_CALLS_OF_OUTCOME, narrowingLabels, type OutcomeJoin } from "@headgate/contract";
import { dimensionColumns } from "../rollups/rollups.ts";

type Label = (typeof narrowingLabels)[number];

/** Keys that labels narrow. */
export const narrowedJoins = [
  "session",
  "tags",
  "window",
] as const satisfies readonly OutcomeJoin[];
type NarrowedJoin = (typeof narrowedJoins)[number];

/** Which keys the outcomes of a question name: for others nothing is looked at. */
export type KeysInUse = Readonly<{
  joins: ReadonlySet<OutcomeJoin>;
  /** Labels that narrow a session, tags or a window. */
  labels: Readonly<Record<NarrowedJoin, ReadonlySet<Label>>>;
}>;

/** Condition of the outcomes whose calls are not kept beside the rows (`rollup_outcome_calls`), or not yet. */
export const isFresh =
  "outcome_id not in (select outcome_id from rollup_outcomes where not is_wide)";

/** Pairs of outcome and call beyond this are refused: they would fill memory and disk. */
export const MOST_LINKS = 2_000_000;

/** A window's calls are found by the first of these that it has: the label that parts calls most comes first. */
const selectiveLabels = [
  "user",
  "customer",
  "feature",
  "project",
  "team",
  "environment",
  "organisation",
] as const satisfies readonly Label[];

const columnOf = (label: Label): string => dimensionColumns[label];

/** The rows that keys are looked up in, with these columns of theirs besides. */
export type RowsOf = (columns: readonly string[]) => string;

/** Which outcomes are looked up, as a table with the columns of `outcomes` and `event_number`, and in which rows. */
export type Lookup = Readonly<{ events: string; rows: RowsOf }>;

/**
 * The common table expressions that find the calls of outcomes that are not settled.
 *
 * `events`: these outcomes, numbered. `links`: outcome, join and call, each pair once.
 *
 * Keys are tried in their order: what an earlier one has joined is not looked up by a later one.
 */
export function linkSql(
  { joins, labels }: KeysInUse,
  { eventsSql, keptSql, lookups }: Links,
): string {
  const steps = stepsOf(labels).filter(({ join }) => joins.has(join));
  const before: string[] = [];
  const branches = steps.map(({ join, sql }) => {
    const open = stillOpen(before);
    const sources = [
      ...lookups.map((lookup) => sql(lookup, open)),
      ...(keptSql === undefined
        ? []
        : [`select event_number, call_id from kept where joined_by = '${join}'${open}`]),
      nothingFound,
    ];
    const name = `by_${join}`;
    before.push(name);
    const all = sources.map((source) => `(${source})`).join(" union all ");
    return `${name} as materialized (select distinct event_number, call_id from (${all}) as found)`;
  });
  const found =
    steps.length === 0
      ? "select cast(null as bigint) as event_number, null as joined_by, null as call_id where false"
      : steps
          .map(({ join }) => `select event_number, '${join}' as joined_by, call_id from by_${join}`)
          .join(" union all ");
  return `
events as materialized (${eventsSql}),
fresh_events as materialized (select * from events where ${isFresh}),
${
  keptSql === undefined
    ? ""
    : `kept as materialized (${keptSql}),
`
}${branches.map((branch) => `${branch},\n`).join("")}
links as materialized (select * from (${found}) as found limit ${MOST_LINKS + 1})`;
}

const nothingFound = "select cast(null as bigint) as event_number, null as call_id where false";

/**
 * `live_states`: how each of `events` came to its calls by `links`. `joined`: the pairs that count.
 */
export const stateSql = `
sizes as (
  select event_number, min(joined_by) as joined_by, count(*) as call_count from links group by event_number
),
live_states as materialized (
  select events.*, coalesce(call_count, 0) as call_count,
    case
      when call_count is null then 'none'
      when call_count > ${MOST_CALLS_OF_OUTCOME} then 'too_many_calls'
      else joined_by
    end as join_state
  from events as events left join sizes on sizes.event_number = events.event_number
),
joined as materialized (
  select links.event_number as event_number, call_id, name, occurred_at, outcome_id
  from links join live_states on live_states.event_number = links.event_number
  where join_state <> 'too_many_calls'
)`;

/** What a question looks up, and what it finds looked up. */
export type Links = Readonly<{
  /** A query for the outcomes, with the columns of `outcomes` and `event_number`. */
  eventsSql: string;
  /** A query for `event_number`, `joined_by` and `call_id`: what all keys of outcomes found, whichever counts. */
  keptSql: string | undefined;
  lookups: readonly Lookup[];
}>;

/** What all keys find, whichever counts: `outcome_id`, `joined_by` and `call_id`, each once. */
export const foundSql = ({ joins, labels }: KeysInUse, lookup: Lookup): string =>
  stepsOf(labels)
    .filter(({ join }) => joins.has(join))
    .map(
      ({ join, sql }) => `
  select outcome_id, '${join}' as joined_by, call_id
  from (${sql(lookup, "")}) as found_calls
  join ${lookup.events} as sent on sent.event_number = found_calls.event_number`,
    )
    .join(" union all ");

type Step = Readonly<{ join: OutcomeJoin; sql: (lookup: Lookup, open: string) => string }>;

const inReach = `found.started_at >= wanted.occurred_at - interval 30 day
    and found.started_at < wanted.occurred_at + interval 1 day`;

/** Only labels that some outcome has are read: seven columns of text are most of what a row is large by. */
const columnsOf = (labels: ReadonlySet<Label>): readonly string[] =>
  narrowingLabels.filter((label) => labels.has(label)).map(columnOf);
const agreeOn = (columns: readonly string[]): string =>
  columns
    .map((column) => ` and (wanted.${column} is null or wanted.${column} = found.${column})`)
    .join("");

const stillOpen = (before: readonly string[]): string =>
  before.map((name) => ` and event_number not in (select event_number from ${name})`).join("");

const stepsOf = (labels: KeysInUse["labels"]): readonly Step[] => [
  {
    join: "call",
    sql: ({ events, rows }) => {
      const by = (column: string): string => `
  select event_number, found.call_id as call_id
  from (
    select event_number, occurred_at, unnest(string_split(call_ids, chr(10))) as wanted_id
    from ${events} where call_ids is not null
  ) as wanted
  join ${rows([column])} as found on found.${column} = wanted.wanted_id
  where ${inReach}`;
      return `${by("own_call_id")} union ${by("client_call_id")}`;
    },
  },
  {
    join: "trace",
    sql: ({ events, rows }, open) => `
  select distinct event_number, found.call_id as call_id
  from (select * from ${events} where trace_id is not null${open}) as wanted
  join ${rows(["trace_id"])} as found on found.trace_id = wanted.trace_id
  where ${inReach}`,
  },
  {
    join: "session",
    sql: ({ events, rows }, open) => `
  select distinct event_number, found.call_id as call_id
  from (select * from ${events} where session is not null${open}) as wanted
  join ${rows(["session", ...columnsOf(labels.session)])} as found on found.session = wanted.session
  where ${inReach}${agreeOn(columnsOf(labels.session))}`,
  },
  {
    // Rows are found by the rarest of an outcome's tags, and held against all of them.
    join: "tags",
    sql: ({ events, rows }, open) => `
  with open_events as (
    select * from ${events} where cardinality(tags) > 0${open}
  ),
  wanted_tags as (
    select event_number, unnest(map_keys(tags)) as tag_key, unnest(map_values(tags)) as tag_value
    from open_events
  ),
  tagged as materialized (
    select * from (
      select *, unnest(map_keys(tags)) as tag_key, unnest(map_values(tags)) as tag_value
      from ${rows(["tags", ...columnsOf(labels.tags)])} as tagged_rows
      where list_has_any(map_keys(tags), (select list(distinct tag_key) from wanted_tags))
    ) as entries
    where (tag_key, tag_value) in (select tag_key, tag_value from wanted_tags)
  ),
  frequent as (
    select tag_key, tag_value, count(*) as row_count from tagged
    group by tag_key, tag_value
  ),
  rarest as (
    select event_number, wanted_tags.tag_key as tag_key, wanted_tags.tag_value as tag_value
    from wanted_tags join frequent
      on frequent.tag_key = wanted_tags.tag_key and frequent.tag_value = wanted_tags.tag_value
    qualify row_number() over (
      partition by event_number order by row_count, wanted_tags.tag_key
    ) = 1
  )
  select distinct wanted.event_number as event_number, found.call_id as call_id
  from rarest
  join open_events as wanted on wanted.event_number = rarest.event_number
  join tagged as found on found.tag_key = rarest.tag_key and found.tag_value = rarest.tag_value
  where ${inReach}${agreeOn(columnsOf(labels.tags))}
    and list_has_all(map_entries(found.tags), map_entries(wanted.tags))`,
  },
  {
    // By day, and by a label where there is one: a span of time alone would be held against every row.
    join: "window",
    sql: ({ events, rows }, open) => {
      const used = selectiveLabels.filter((label) => labels.window.has(label)).map(columnOf);
      const by = (column: string | undefined, index: number): string => `
  select distinct event_number, found.call_id as call_id
  from (
    select event_number, window_from, window_to${used.map((label) => `, ${label}`).join("")},
      unnest(generate_series(
        date_trunc('day', window_from),
        date_trunc('day', window_to - interval 1 millisecond),
        interval 1 day
      )) as wanted_day
    from ${events}
    where window_from is not null${open}
      ${used
        .slice(0, index)
        .map((earlier) => `and ${earlier} is null`)
        .join(" ")}
      ${column === undefined ? "" : `and ${column} is not null`}
  ) as wanted
  join (
    select *, date_trunc('day', started_at) as found_day from ${rows(used)} as dated
  ) as found
    on found.found_day = wanted.wanted_day ${column === undefined ? "" : `and found.${column} = wanted.${column}`}
  where found.started_at >= window_from and found.started_at < window_to${agreeOn(used)}`;
      return [...used, undefined].map(by).join(" union all ");
    },
  },
];
