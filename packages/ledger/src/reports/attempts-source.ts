import { revisedColumnNames } from "../columns.ts";

const revised = revisedColumnNames
  .map(
    (name) =>
      `case when revised.row_id is null then attempts.${name} else revised.${name} end as ${name}`,
  )
  .join(",\n    ");

/**
 * Attempts with the charges that hold now: of the revisions of a row, the one of the latest re-rating that
 * was finished, or else what was recorded with the call.
 *
 * @param where which attempts
 * @param revisionsWhere bounds the revisions that are looked at; all of those attempts' must be in it
 * @param reratings how many re-ratings reach that far: of one alone, a row has one revision at most, and
 *   looking for the latest would only cost time
 */
export const currentAttemptsSql = (
  where: string,
  revisionsWhere: string,
  reratings: "one" | "several" = "several",
): string => `(
  select attempts.* replace (
    ${revised}
  )
  from (select * from attempts where ${where}) as attempts
  left join (
    select * from revisions
    where ${revisionsWhere}
      and rerating in (select number from reratings where applied_at is not null)
    ${reratings === "one" ? "" : "qualify row_number() over (partition by row_id order by rerating desc) = 1"}
  ) as revised
  on revised.row_id = attempts.row_id and revised.started_at = attempts.started_at
) as attempts`;
