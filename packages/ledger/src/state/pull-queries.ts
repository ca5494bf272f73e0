import { pullResultSchema } from "@headgate/contract";
import type { Kysely, Selectable } from "kysely";
import { notAmong } from "./not-among.ts";
import type { PullStanding } from "./pulls.ts";

/** How a pull stands as a row of `pull_standings`; the result is JSON. */
export type PullTable = {
  pull: string;
  subject: string;
  finished_until_ms: number | null;
  last_started_at_ms: number | null;
  last_success_at_ms: number | null;
  last_result: string | null;
  last_error: string | null;
  last_error_at_ms: number | null;
  failures_in_a_row: number;
  next_run_at_ms: number | null;
};
type Database = Kysely<{ pull_standings: PullTable }>;

/** @throws when a row is damaged */
export async function readPulls(database: Database): Promise<readonly PullStanding[]> {
  const rows = await database.selectFrom("pull_standings").selectAll().orderBy("pull").execute();
  return rows.map(standingOf);
}

export async function writePull(database: Database, standing: PullStanding): Promise<void> {
  const row = rowOf(standing);
  await database
    .insertInto("pull_standings")
    .values(row)
    .onConflict((conflict) => conflict.column("pull").doUpdateSet(row))
    .execute();
}

export async function dropOtherPulls(database: Database, names: readonly string[]): Promise<void> {
  await database.deleteFrom("pull_standings").where(notAmong("pull", names)).execute();
}

const standingOf = (row: Selectable<PullTable>): PullStanding => ({
  pull: row.pull,
  subject: row.subject,
  finishedUntilMs: row.finished_until_ms ?? undefined,
  lastStartedAtMs: row.last_started_at_ms ?? undefined,
  lastSuccessAtMs: row.last_success_at_ms ?? undefined,
  lastResult:
    row.last_result === null ? undefined : pullResultSchema.parse(JSON.parse(row.last_result)),
  lastError: row.last_error ?? undefined,
  lastErrorAtMs: row.last_error_at_ms ?? undefined,
  failuresInARow: row.failures_in_a_row,
  nextRunAtMs: row.next_run_at_ms ?? undefined,
});

const rowOf = (standing: PullStanding): PullTable => ({
  pull: standing.pull,
  subject: standing.subject,
  finished_until_ms: standing.finishedUntilMs ?? null,
  last_started_at_ms: standing.lastStartedAtMs ?? null,
  last_success_at_ms: standing.lastSuccessAtMs ?? null,
  last_result: standing.lastResult === undefined ? null : JSON.stringify(standing.lastResult),
  last_error: standing.lastError ?? null,
  last_error_at_ms: standing.lastErrorAtMs ?? null,
  failures_in_a_row: standing.failuresInARow,
  next_run_at_ms: standing.nextRunAtMs ?? null,
});
