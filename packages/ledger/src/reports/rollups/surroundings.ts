import type { ChargeBasis } from "@headgate/contract";
import type { Ask, SqlParameters } from "../ask.ts";
import { integer, truth } from "../sql-values.ts";
import { DAY_MS, dayOf, type LedgerDay } from "./day-plan.ts";

/** More than a call's first and last attempt can lie apart. */
export const CALL_SPAN_MS = DAY_MS;

/** What a question has to know of its range before it can say where it reads from. */
export type Surroundings = Readonly<{
  /** Re-ratings that reach into it and that the question asks for. */
  reratings: number;
  /** Whether some call in it was seen by several sources, so that rows have to be left out. */
  isSuperseded: boolean;
  /** Days with rows in the range and about it; none where only rows can answer. */
  days: readonly LedgerDay[];
  /** Whether sums by day can answer: not for charges that do not hold any more, nor for tags. */
  areSumsOfUse: boolean;
}>;

export type SurroundedQuery = Readonly<{
  charges?: ChargeBasis | undefined;
  tag?: string | undefined;
}>;

/** The range that all attempts of its calls lie in, in whole days. */
export const nearbyDays = ({
  fromMs,
  toMs,
}: Readonly<{ fromMs: number; toMs: number }>): { fromMs: number; toMs: number } => ({
  fromMs: dayOf(fromMs - CALL_SPAN_MS),
  toMs: dayOf(toMs + CALL_SPAN_MS) + DAY_MS,
});

export async function surroundingsOf(
  query: SurroundedQuery,
  range: Readonly<{ fromMs: number; toMs: number }>,
  ask: Ask,
): Promise<Surroundings> {
  const near = nearbyDays(range);
  const reach: SqlParameters = {
    reach_from: { type: "timestamp", ms: near.fromMs },
    reach_to: { type: "timestamp", ms: near.toMs },
  };
  const [found] = await ask(
    `select
       (select count(*) from reratings
        where applied_at is not null and range_from < $reach_to and range_to > $reach_from)
         as reratings_count,
       exists (select 1 from supersessions where started_at >= $reach_from and started_at < $reach_to)
         as is_superseded`,
    reach,
  );
  if (found === undefined) throw new TypeError("an aggregate without groups answered no row");
  const reratings = integer(found, "reratings_count");
  const days = await ask(
    `select epoch_ms(ledger_day) as day_ms, is_built from rollup_days
     where ledger_day >= $reach_from and ledger_day < $reach_to order by ledger_day`,
    reach,
  );
  return {
    reratings: query.charges === "original" ? 0 : reratings,
    isSuperseded: truth(found, "is_superseded"),
    days: days.map((row) => ({ dayMs: integer(row, "day_ms"), isBuilt: truth(row, "is_built") })),
    areSumsOfUse: query.tag === undefined && !(query.charges === "original" && reratings > 0),
  };
}
