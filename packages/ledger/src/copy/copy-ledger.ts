import { addDollars, type CopiedAmounts } from "./copied-amounts.ts";
import { type CopiedFiles, copiedFiles } from "./copied-file.ts";
import {
  addedTableNames,
  type CopiedTableName,
  copiedTable,
  copiedTableNames,
} from "./copied-tables.ts";
import type { HourOutcome } from "./copy-rows.ts";
import { copyStretch, type ReadStretch, readStretch } from "./copy-stretch.ts";
import type { HourCount, LedgerTables } from "./ledger-tables.ts";
import { rowsAhead } from "./rows-ahead.ts";
import { stretchesOf } from "./stretches.ts";

const HOURS_A_DAY = 24;
const DAY_MS = 86_400_000;
/** Rows of a file, and of what is compared at once: half a second of a busy engine. */
const ROWS_AT_ONCE = 50_000;

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
  /**
   * Calls of the target that the source has not, and outcomes, measurements, sums of usage, imports and re-ratings: it was written
   * to by another. Nothing was copied then.
   */
  ahead: number;
  tables: readonly CopiedTableResult[];
}>;

export type CopyOptions = Readonly<{
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
  /** Where files of rows lie between the engines: emptied, and taken away at the end. A folder of the system's unless said. */
  folder?: string;
  /** 50,000 unless said. */
  rowsAtOnce?: number;
}>;

/** What both sides have of a table, by hour. */
export type BothHours = Readonly<{ from: readonly HourCount[]; to: readonly HourCount[] }>;

/**
 * Copies a ledger into another one, which either engine may be, and compares them. Rows go from engine to engine in files, some hours
 * of them at a time, and each engine adds up by hour a hash of all that rows hold; where these differ they are compared row by row. Hours that are
 * equal are not written again, so what was cut off goes on where it was, and once more copies what came since. The source
 * may be written to meanwhile: compared is what was read of it.
 */
export async function copyLedger(options: CopyOptions): Promise<LedgerCopy> {
  const { source, target, rest = false, signal, folder } = options;
  const counted = new Map<CopiedTableName, Promise<BothHours>>();
  const hoursOf = (table: CopiedTableName): Promise<BothHours> => {
    const known = counted.get(table) ?? countBoth(source, target, table);
    counted.set(table, known);
    return known;
  };
  // First of all: what a copying that was cut off left there goes, whatever becomes of this one.
  const files = await copiedFiles(folder);
  const tables: CopiedTableResult[] = [];
  try {
    const ahead = rest ? 0 : await rowsAhead(options, hoursOf);
    if (ahead > 0) return { equal: false, ahead, tables: [] };
    for (const table of rest ? addedTableNames : copiedTableNames) {
      signal?.throwIfAborted();
      tables.push(await copyTable(options, table, await hoursOf(table), files));
    }
  } finally {
    await files.close();
  }
  return {
    equal: tables.every(({ days }) => days.every(({ equal }) => equal)),
    ahead: 0,
    tables,
  };
}

async function countBoth(
  source: LedgerTables,
  target: LedgerTables,
  table: CopiedTableName,
): Promise<BothHours> {
  const [from, to] = await Promise.all([source.tableHours(table), target.tableHours(table)]);
  return { from, to };
}

async function copyTable(
  options: CopyOptions,
  table: CopiedTableName,
  { from, to }: BothHours,
  files: CopiedFiles,
): Promise<CopiedTableResult> {
  const { rest = false, rowsAtOnce = ROWS_AT_ONCE, onProgress, signal } = options;
  const days = new Map<number | null, DaySum>();
  // Of the rest nothing is taken away: what the target alone has is not looked at.
  const own = new Set(from.map(({ hour }) => hour));
  const isMeant = (hour: number): boolean => !rest || own.has(hour);
  const stretches = stretchesOf(from, to, { isMeant, rowsAtOnce });
  const of = stretches.reduce((sum, { ends }) => sum + ends, 0);
  let [copied, removed, done] = [0, 0, 0];
  const readAt = (at: number): Promise<ReadStretch> | undefined => {
    const stretch = stretches[at];
    const read = stretch && readStretch(options, table, stretch, files);
    // Whoever waits for it hears of its failure, which until then is nobody's.
    read?.catch(() => undefined);
    return read;
  };
  let reading = readAt(0);
  try {
    for (const [at, stretch] of stretches.entries()) {
      signal?.throwIfAborted();
      const read = await reading;
      if (read === undefined) throw new TypeError("a stretch was not read");
      // The next one is read while this one is put: the two engines are not each other's.
      reading = readAt(at + 1);
      for (const outcome of await copyStretch(options, table, stretch, read, files)) {
        copied += outcome.copied;
        removed += outcome.removed;
        addTo(days, table, outcome);
      }
      done += stretch.ends;
      onProgress?.({ table, hours: done, of, copied });
    }
  } finally {
    // Whatever ended the copying is told; what was being read then is nobody's any more, but still writes its file.
    await Promise.allSettled([reading]);
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

type DaySum = {
  rows: number;
  equal: number;
  extra: number;
  source: CopiedAmounts;
  target: CopiedAmounts;
};

function addTo(
  days: Map<number | null, DaySum>,
  table: CopiedTableName,
  outcome: HourOutcome,
): void {
  const dayMs =
    copiedTable(table).time === undefined ? null : Math.floor(outcome.hour / HOURS_A_DAY) * DAY_MS;
  const day = days.get(dayMs) ?? { rows: 0, equal: 0, extra: 0, source: {}, target: {} };
  day.rows += outcome.rows;
  day.equal += outcome.equal;
  day.extra += outcome.extra;
  for (const name of copiedTable(table).amounts) {
    day.source = {
      ...day.source,
      [name]: addDollars(day.source[name] ?? null, outcome.amounts[name] ?? null),
    };
    day.target = {
      ...day.target,
      [name]: addDollars(day.target[name] ?? null, outcome.amountsThere[name] ?? null),
    };
  }
  days.set(dayMs, day);
}
