import { addDollars, type CopiedAmounts } from "./copied-amounts.ts";
import {
  addedTableNames,
  type CopiedTableName,
  copiedTable,
  copiedTableNames,
} from "./copied-tables.ts";
import type { HourSum, LedgerTables, TableRow } from "./ledger-tables.ts";

/** Rows are put as many at a time: half a second of a busy engine at most. */
const ROWS_A_PUT = 1_000;
const HOURS_A_DAY = 24;
const DAY_MS = 86_400_000;

/** A day of a table, on both sides. */
export type CopiedDay = Readonly<{
  /** Null for tables whose rows are about no moment. */
  day: string | null;
  rows: number;
  /** Rows that the target has of the source's, and the same. */
  rows_equal: number;
  /** Rows that the target alone has. */
  rows_extra: number;
  amounts: Readonly<Record<string, Readonly<{ source: string | null; target: string | null }>>>;
  equal: boolean;
}>;

export type CopiedTableResult = Readonly<{
  table: CopiedTableName;
  rows: number;
  /** Rows that were not there, or differed, and were put: with `dryRun`, that would be. */
  copied: number;
  /** Rows that the source no longer has, and were taken away. */
  removed: number;
  days: readonly CopiedDay[];
}>;

export type LedgerCopy = Readonly<{
  equal: boolean;
  /** Calls of the target that the source has not: it was written to by another. Nothing was copied then. */
  ahead: number;
  tables: readonly CopiedTableResult[];
}>;

type CopyOptions = Readonly<{
  source: LedgerTables;
  target: LedgerTables;
  dryRun?: boolean;
  /**
   * Only adds what the target lacks of calls, outcomes, measurements and sums of usage, and changes nothing that it has: for
   * what the source was given after it was copied for the last time. What is equal then is what is there.
   */
  rest?: boolean;
  onProgress?: (
    progress: Readonly<{ table: CopiedTableName; hours: number; of: number; copied: number }>,
  ) => void;
  signal?: AbortSignal;
}>;

/**
 * Copies a ledger into another one, which either engine may be, and compares them: hour by hour, and where an hour's sums
 * differ row by row. Hours that are equal are not read again, so what was cut off goes on where it was, and once more
 * copies what came since. The source may be written to meanwhile: compared is what was read of it.
 */
export async function copyLedger(options: CopyOptions): Promise<LedgerCopy> {
  const { rest = false } = options;
  const ahead = rest ? 0 : await callsAhead(options);
  if (ahead > 0) return { equal: false, ahead, tables: [] };
  const tables: CopiedTableResult[] = [];
  for (const table of rest ? addedTableNames : copiedTableNames)
    tables.push(await copyTable(options, table));
  return {
    equal: tables.every(({ days }) => days.every(({ equal }) => equal)),
    ahead: 0,
    tables,
  };
}

/** How many calls the target has that the source lacks. */
async function callsAhead({ source, target, signal }: CopyOptions): Promise<number> {
  const [from, to] = await Promise.all([
    source.tableHours("attempts"),
    target.tableHours("attempts"),
  ]);
  const known = new Map(from.map((hour) => [hour.hour, hour]));
  let ahead = 0;
  for (const sum of to) {
    signal?.throwIfAborted();
    if (areEqual(known.get(sum.hour), sum)) continue;
    const there = await target.tableRows({
      table: "attempts",
      hour: sum.hour,
      columns: "identity",
    });
    const here = await keysOf(source, "attempts", sum.hour);
    const strange = there.filter(({ key }) => !here.has(key)).map(({ key }) => key);
    if (strange.length === 0) continue;
    // One whose source wrote it down anew may be about another hour by now.
    const moved = await source.tableRows({ table: "attempts", keys: strange, columns: "identity" });
    ahead += strange.length - moved.length;
  }
  return ahead;
}

const keysOf = async (
  tables: LedgerTables,
  table: CopiedTableName,
  hour: number,
): Promise<ReadonlySet<string>> =>
  new Set((await tables.tableRows({ table, hour, columns: "identity" })).map(({ key }) => key));

async function copyTable(options: CopyOptions, table: CopiedTableName): Promise<CopiedTableResult> {
  const { source, target, rest = false, onProgress, signal } = options;
  const [from, to] = await Promise.all([source.tableHours(table), target.tableHours(table)]);
  const theirs = new Map(to.map((sum) => [sum.hour, sum]));
  const hours = new Map([...(rest ? [] : to.map(emptied)), ...from].map((sum) => [sum.hour, sum]));
  const days = new Map<number | null, DaySum>();
  let [copied, removed, done] = [0, 0, 0];
  for (const sum of [...hours.values()].toSorted((one, other) => one.hour - other.hour)) {
    signal?.throwIfAborted();
    const there = theirs.get(sum.hour);
    const outcome = areEqual(there, sum)
      ? { copied: 0, removed: 0, sum, there: sum, equal: sum.rows, extra: 0 }
      : await copyHour(options, { table, hour: sum.hour, isThere: there !== undefined });
    copied += outcome.copied;
    removed += outcome.removed;
    done += 1;
    addTo(days, table, outcome);
    onProgress?.({ table, hours: done, of: hours.size, copied });
  }
  return {
    table,
    rows: [...days.values()].reduce((sum, { rows }) => sum + rows, 0),
    copied,
    removed,
    days: [...days].map(([dayMs, { rows, equal, extra, source: ours, target: other }]) => ({
      day: dayMs === null ? null : new Date(dayMs).toISOString().slice(0, 10),
      rows,
      rows_equal: equal,
      rows_extra: extra,
      amounts: Object.fromEntries(
        copiedTable(table).amounts.map((name) => [
          name,
          { source: ours[name] ?? null, target: other[name] ?? null },
        ]),
      ),
      equal:
        rows === equal &&
        extra === 0 &&
        (rest ||
          copiedTable(table).amounts.every(
            (name) => (ours[name] ?? null) === (other[name] ?? null),
          )),
    })),
  };
}

type HourOutcome = Readonly<{
  copied: number;
  removed: number;
  sum: HourSum;
  there: Pick<HourSum, "amounts">;
  /** Rows that are the same on both sides. */
  equal: number;
  /** Rows that the target alone has. */
  extra: number;
}>;
type DaySum = {
  rows: number;
  equal: number;
  extra: number;
  source: CopiedAmounts;
  target: CopiedAmounts;
};

const emptied = ({ hour }: HourSum): HourSum => ({ hour, rows: 0, hashes: null, amounts: {} });

function areEqual(one: HourSum | undefined, other: HourSum): boolean {
  if (one === undefined || other.hashes === null || one.hashes !== other.hashes) return false;
  if (one.rows !== other.rows) return false;
  return Object.entries(other.amounts).every(([name, sum]) => one.amounts[name] === sum);
}

/** Makes an hour of the target what the source's is, and compares what the target then holds. */
async function copyHour(
  { source, target, dryRun = false, rest = false, signal }: CopyOptions,
  { table, hour, isThere }: Readonly<{ table: CopiedTableName; hour: number; isThere: boolean }>,
): Promise<HourOutcome> {
  const query = { table, hour, columns: "identity" } as const;
  const [ours, before] = await Promise.all([
    source.tableRows(query),
    isThere ? target.tableRows(query) : [],
  ]);
  const known = new Map(before.map((row) => [row.key, row]));
  const isThereAs = (row: TableRow, found: TableRow | undefined): boolean =>
    rest ? found !== undefined : areSame(found, row);
  const wanted = ours.filter((row) => !isThereAs(row, known.get(row.key))).map(({ key }) => key);
  const own = new Set(ours.map(({ key }) => key));
  const strange = rest ? [] : before.filter(({ key }) => !own.has(key)).map(({ key }) => key);
  if (!dryRun) {
    for (let at = 0; at < wanted.length; at += ROWS_A_PUT) {
      signal?.throwIfAborted();
      const keys = wanted.slice(at, at + ROWS_A_PUT);
      const rows = await source.tableRows({ table, hour, keys, columns: "all" });
      await target.putTableRows({ table, hour, rows });
    }
    for (let at = 0; at < strange.length; at += ROWS_A_PUT) {
      await target.removeTableRows({ table, hour, keys: strange.slice(at, at + ROWS_A_PUT) });
    }
  }
  const after =
    dryRun || wanted.length + strange.length === 0 ? before : await target.tableRows(query);
  const now = new Map(after.map((row) => [row.key, row]));
  const held = ours.flatMap(({ key }) => now.get(key) ?? []);
  return {
    copied: wanted.length,
    removed: strange.length,
    sum: { hour, rows: ours.length, hashes: null, amounts: amountsOf(table, ours) },
    there: { amounts: amountsOf(table, held) },
    equal: ours.filter((row) => isThereAs(row, now.get(row.key))).length,
    extra: rest ? 0 : after.filter(({ key }) => !own.has(key)).length,
  };
}

const amountsOf = (table: CopiedTableName, rows: readonly TableRow[]): CopiedAmounts =>
  Object.fromEntries(
    copiedTable(table).amounts.map((name) => [
      name,
      rows.map(({ values }) => values[name] ?? null).reduce(addDollars, null),
    ]),
  );

function areSame(one: TableRow | undefined, other: TableRow): boolean {
  if (one === undefined) return false;
  const names = new Set([...Object.keys(one.values), ...Object.keys(other.values)]);
  return [...names].every((name) => (one.values[name] ?? null) === (other.values[name] ?? null));
}

function addTo(
  days: Map<number | null, DaySum>,
  table: CopiedTableName,
  { sum, there, equal, extra }: HourOutcome,
): void {
  const dayMs =
    copiedTable(table).time === undefined ? null : Math.floor(sum.hour / HOURS_A_DAY) * DAY_MS;
  const day = days.get(dayMs) ?? { rows: 0, equal: 0, extra: 0, source: {}, target: {} };
  day.rows += sum.rows;
  day.equal += equal;
  day.extra += extra;
  for (const name of copiedTable(table).amounts) {
    day.source = {
      ...day.source,
      [name]: addDollars(day.source[name] ?? null, sum.amounts[name] ?? null),
    };
    day.target = {
      ...day.target,
      [name]: addDollars(day.target[name] ?? null, there.amounts[name] ?? null),
    };
  }
  days.set(dayMs, day);
}
