import { arrivedAttemptsSql } from "../../imports/arrived-sql.ts";
import { isKnownTime, knownRange } from "../../imports/known-range.ts";
import type { SqlParameters } from "../../reports/ask.ts";
import { integer } from "../../reports/sql-values.ts";
import { changeRows } from "../change-rows.ts";
import type { Connection } from "../connection.ts";
import { countOnce, SAME_CALL_MS, seenFrom, seenSql } from "../count-once.ts";
import { markDays } from "../mark-days.ts";
import { laterVersion, originalVersion, replacingVersion, updatedVersion } from "../row-version.ts";
import { askOfImport, ofImport } from "./import-sql.ts";
import { insertArrived } from "./insert-arrived.ts";
import { moveRows } from "./move-rows.ts";
import { stagedRange } from "./staged-range.ts";

/** Rows whose calls are looked for elsewhere at a time. */
const SLICE = 20_000;

const staged = { table: "staged_attempts", time: "started_at", marginMs: SAME_CALL_MS };

/** Works out what becomes of each staged attempt. */
export async function arriveAttempts(
  connection: Connection,
  { number, restating }: Readonly<{ number: number; restating: readonly string[] }>,
): Promise<void> {
  const ask = askOfImport(connection, number);
  const range = await stagedRange(ask, staged);
  if (range === undefined) return;
  await insertArrived(connection, number, {
    kind: "attempts",
    columns: `place, row_id, '' as statement, source, started_at as happened_at, true as stays, state`,
    sql: `select arrived.place as place, arrived.row_id as row_id, arrived.source as source,
        arrived.started_at as started_at, arrived.state as state
      from (${arrivedAttemptsSql}) as arrived`,
    parameters: {
      ...(await knownRange(ask, range.parameters)),
      restating: { type: "texts", texts: restating },
    },
  });
}

const replaced = "row_id in (select row_id from arrived_attempts where state = 'replaced')";
/** Not the rows of this import themselves, where it is moved again. */
const isEarlier =
  "(row_id, content_hash) not in (select row_id, content_hash from staged_attempts)";
const taken = "state in ('added', 'replaced')";

/** Puts staged attempts into the ledger, and sets aside those whose source wrote them down anew. */
export async function moveAttempts(connection: Connection, number: number): Promise<void> {
  const ask = askOfImport(connection, number);
  const range = await stagedRange(ask, staged);
  if (range === undefined) return;
  const [some] = await ask(
    `select count(case when ${taken} then 1 end) as taken_count,
       count(case when state = 'replaced' then 1 end) as replaced_count
     from arrived_attempts`,
    {},
  );
  if (some === undefined || integer(some, "taken_count") === 0) return;
  await markMoments(
    connection,
    number,
    `select happened_at as started_at from arrived_attempts where ${taken}`,
  );
  // Before the rows: a day that is not written down is not looked at.
  await connection.run(
    `insert into source_days (ledger_day, source, row_version, is_gone)
     ${ofImport(number, `select distinct date_trunc('day', happened_at) as ledger_day, source, 0, 0 from arrived_attempts where ${taken}`)}`,
  );
  if (integer(some, "replaced_count") > 0) {
    await setAside(connection, number, await knownRange(ask, range.parameters));
  }
  await moveRows(connection, number, {
    kind: "attempts",
    into: "attempts",
    which: `place in (select place from arrived_attempts where state = 'added')`,
    version: originalVersion(Date.now()),
  });
  await moveRows(connection, number, {
    kind: "attempts",
    into: "attempts",
    which: `place in (select place from arrived_attempts where state = 'replaced')`,
    version: replacingVersion(number),
  });
  await countSlices(connection, number);
}

async function setAside(
  connection: Connection,
  number: number,
  known: SqlParameters,
): Promise<void> {
  await connection.run(
    `insert into replaced_attempts
     ${ofImport(number, `select ${number} as import, * from attempts where ${isKnownTime} and ${replaced} and ${isEarlier}`)}`,
    known,
  );
  await markMoments(
    connection,
    number,
    `select started_at from attempts where ${isKnownTime} and ${replaced}`,
    known,
  );
  const ids = await askOfImport(connection, number)(
    "select distinct row_id from arrived_attempts where state = 'replaced'",
    {},
  );
  await changeRows(connection, "supersessions", {
    set: { is_gone: "1" },
    where: `${isKnownTime} and row_id in (select arrayJoin($row_ids))`,
    parameters: {
      ...known,
      row_ids: { type: "texts", texts: ids.map((row) => String(row.row_id)) },
    },
    // Told anew a moment later, where the row that takes their place was seen elsewhere too.
    version: laterVersion,
  });
  // What a re-rating made of the earlier row is no charge of the row that takes its place.
  await connection.run(
    `insert into revisions
     ${ofImport(number, `select * replace (1 as is_gone, ${updatedVersion} as row_version) from (select * from revisions where started_at >= $known_from and started_at <= $known_to and (row_id, started_at) in (select row_id, started_at from attempts where ${isKnownTime} and ${replaced} and ${isEarlier}))`)}`,
    known,
  );
  // Last, for the search of a move that is done again goes by these rows.
  await connection.run(
    `insert into attempts
     ${ofImport(number, `select * replace (1 as is_gone, ${updatedVersion} as row_version) from (select * from attempts where ${isKnownTime} and ${replaced} and ${isEarlier})`)}`,
    known,
  );
}

async function markMoments(
  connection: Connection,
  number: number,
  moments: string,
  parameters: SqlParameters = {},
): Promise<void> {
  const days = await askOfImport(connection, number)(
    `select distinct epoch_ms(date_trunc('day', started_at)) as day_ms from (${moments})`,
    parameters,
  );
  await markDays(
    connection,
    days.map((row) => integer(row, "day_ms")),
  );
}

/** In slices, so that what is held in memory does not grow with the import: the order changes nothing. */
async function countSlices(connection: Connection, number: number): Promise<void> {
  for (let offset = 0; ; offset += SLICE) {
    const rows = await askOfImport(connection, number)(
      `select ${seenSql} from staged_attempts
       where place in (select place from arrived_attempts where ${taken})
       order by started_at, place limit ${SLICE} offset ${offset}`,
      {},
    );
    if (rows.length === 0) return;
    await countOnce(connection, rows.map(seenFrom));
  }
}
