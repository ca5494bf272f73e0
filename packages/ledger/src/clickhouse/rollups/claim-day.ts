import { randomUUID } from "node:crypto";
import type { SqlParameters } from "../../reports/ask.ts";
import { ROLLUPS_VERSION } from "../../reports/rollups/rollups.ts";
import { integer, text } from "../../reports/sql-values.ts";
import type { Connection } from "../connection.ts";

/**
 * A build of a day's sums. It was written down before the day's marks were read, and these before the rows:
 * whoever changes rows later leaves a mark that is not among them.
 */
export type Claim = Readonly<{ dayMs: number; buildId: string; marks: readonly string[] }>;

/** `refused` builds never held; `replaced` ones did. Above a state no lower one counts, whenever it is written. */
const states = { claimed: 1, built: 2, replaced: 3, refused: 3 } as const;
type State = keyof typeof states;
/** Longer than any build takes. */
const ABANDONED_HOURS = 24;

const dayIs = "ledger_day = $day";
const ofDay = (dayMs: number): SqlParameters => ({ day: { type: "timestamp", ms: dayMs } });
const isHeld = "not is_settled and holds_until > now64(6, 'UTC')";

/**
 * The latest day whose sums are out of date, that no write is under way to, and that nothing was written to for so long.
 * @param except days that are left alone
 */
export async function nextDueDay(
  connection: Connection,
  { quietForMs, except }: Readonly<{ quietForMs: number; except: readonly number[] }>,
): Promise<number | undefined> {
  const [found] = await connection.query(
    `select toUnixTimestamp64Milli(ledger_day) as day_ms
     from (select distinct ledger_day from source_days)
     where (
         ledger_day in (select ledger_day from rollup_marks)
         or ledger_day not in (
           select ledger_day from rollup_builds
           where state = 'built' and sums_version = ${ROLLUPS_VERSION}
         )
       )
       and ledger_day not in (
         select ledger_day from rollup_marks
         where (${isHeld}) or ($quiet > 0 and marked_at > now64(6, 'UTC') - toIntervalMillisecond($quiet))
       )
       and toUnixTimestamp64Milli(ledger_day) not in (${[-1, ...except].join(", ")})
     order by ledger_day desc
     limit 1`,
    { quiet: { type: "integer", integer: quietForMs } },
  );
  return found === undefined ? undefined : integer(found, "day_ms");
}

/** Claims a day; undefined where a write to it is under way. */
export async function claimDay(connection: Connection, dayMs: number): Promise<Claim | undefined> {
  const buildId = randomUUID();
  await tell(connection, dayMs, [{ buildId, state: "claimed" }]);
  const marks = await connection.query(
    `select mark_id, toInt64(${isHeld}) as is_held from rollup_marks where ${dayIs}`,
    ofDay(dayMs),
  );
  const claim = { dayMs, buildId, marks: marks.map((row) => text(row, "mark_id")) };
  if (marks.every((row) => integer(row, "is_held") === 0)) return claim;
  await refuse(connection, claim);
  return undefined;
}

/**
 * Says that the sums of this build hold, and those of any other no longer, in one block: a question finds one build at
 * every moment. A build that another one overtook stays refused. Only then go the marks that it knows.
 * @throws Error where the claim is not known any more: its sums were taken away
 */
export async function holdFromNow(connection: Connection, claim: Claim): Promise<void> {
  const others = await connection.query(
    `select build_id, state, sums_version from rollup_builds
     where ${dayIs} and build_id <> $build and state in ('claimed', 'built')`,
    { ...ofDay(claim.dayMs), build: { type: "text", text: claim.buildId } },
  );
  // Looked at by the server, in the statement itself: a process that was asleep is not to bring back what was taken away.
  const isKnown = `(select count() from rollup_builds where build_id = '${claim.buildId}') > 0`;
  await tell(
    connection,
    claim.dayMs,
    [
      { buildId: claim.buildId, state: "built" },
      ...others.map((row) => ({
        buildId: text(row, "build_id"),
        state: text(row, "state") === "built" ? ("replaced" as const) : ("refused" as const),
        version: integer(row, "sums_version"),
      })),
    ],
    isKnown,
  );
  const [known] = await connection.query(`select ${isKnown} as is_known`);
  if (known?.is_known !== true) {
    throw new Error("it took so long that its claim was taken for one that nobody works at");
  }
  if (claim.marks.length === 0) return;
  await connection.run(
    `insert into rollup_marks
     select * replace (3 as row_version, 1 as is_gone)
     from (select * from rollup_marks where ${dayIs} and mark_id in (select arrayJoin($marks)))`,
    { ...ofDay(claim.dayMs), marks: { type: "texts", texts: claim.marks } },
  );
}

/** Says that nothing comes of a build. */
export const refuse = (connection: Connection, { dayMs, buildId }: Claim): Promise<void> =>
  tell(connection, dayMs, [{ buildId, state: "refused" }]);

/** Says that nothing comes of claims that nobody can be working at any more. */
export const refuseAbandoned = (connection: Connection): Promise<void> =>
  connection.run(
    `insert into rollup_builds
     select * replace ('refused' as state, now64(6, 'UTC') as told_at, ${states.refused} as row_version)
     from (
       select * from rollup_builds
       where state = 'claimed' and sums_version <= ${ROLLUPS_VERSION}
         and told_at < now64(6, 'UTC') - toIntervalHour(${ABANDONED_HOURS})
     )`,
  );

async function tell(
  connection: Connection,
  dayMs: number,
  builds: readonly Readonly<{ buildId: string; state: State; version?: number }>[],
  where = "true",
): Promise<void> {
  const listed = builds.map(
    ({ buildId, state, version = ROLLUPS_VERSION }) =>
      `('${buildId}', '${state}', ${states[state]}, ${version})`,
  );
  await connection.run(
    `insert into rollup_builds
       (ledger_day, build_id, sums_version, state, told_at, row_version, is_gone)
     select $day, build.1, build.4, build.2, now64(6, 'UTC'), build.3, 0
     from (select arrayJoin([${listed.join(", ")}]) as build)
     where ${where}`,
    ofDay(dayMs),
  );
}
