import type { Ask, SqlParameters } from "../ask.ts";
import { integer } from "../sql-values.ts";
import { DAY_MS } from "./day-plan.ts";

/** The rows of the day between `$day_from` and `$day_to`. */
export const onDay = "started_at >= $day_from and started_at < $day_to";

export const dayParameters = (dayMs: number): SqlParameters => ({
  day_from: { type: "timestamp", ms: dayMs },
  day_to: { type: "timestamp", ms: dayMs + DAY_MS },
});

/** How many re-ratings reach into a day. */
export async function reratingsOf(ask: Ask, day: SqlParameters): Promise<number> {
  const [found] = await ask(
    `select count(*) as reratings_count from reratings
     where applied_at is not null and range_from < $day_to and range_to > $day_from`,
    day,
  );
  if (found === undefined) throw new TypeError("an aggregate without groups answered no row");
  return integer(found, "reratings_count");
}
