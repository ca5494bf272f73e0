import { addDollars, type CopiedAmounts } from "./copied-amounts.ts";
import {
  addedTableNames,
  type CopiedTableName,
  copiedTable,
  copiedTableNames,
} from "./copied-tables.ts";
import { copyHours, type HoursOutcome } from "./copy-hours.ts";
import type { LedgerTables } from "./ledger-tables.ts";
import { areEqual, type Stretch, stretchesOf } from "./stretches.ts";

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
}>;

/**
 * Copies a ledger into another one, which either engine may be, and compares them: hour by hour, and where hours' sums
 * differ row by row, some hours at a time. Hours that are equal are not read again, so what was cut off goes on where it was, and once more
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
      hours: { from: sum.hour, to: sum.hour },
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
  new Set(
    (await tables.tableRows({ table, hours: { from: hour, to: hour }, columns: "identity" })).map(
      ({ key }) => key,
    ),
  );

async function copyTable(options: CopyOptions, table: CopiedTableName): Promise<CopiedTableResult> {
  const { source, target, rest = false, onProgress, signal } = options;
  const [from, to] = await Promise.all([source.tableHours(table), target.tableHours(table)]);
  const days = new Map<number | null, DaySum>();
  const stretches = stretchesOf(from, to, { rest });
  const of = stretches.reduce((sum, { hours }) => sum + hours, 0);
  let [copied, removed, done] = [0, 0, 0];
  for (const stretch of stretches) {
    signal?.throwIfAborted();
    const outcome = stretch.isEqual ? asItIs(stretch) : await copyHours(options, table, stretch);
    copied += outcome.copied;
    removed += outcome.removed;
    done += stretch.hours;
    addTo(days, table, stretch, outcome);
    onProgress?.({ table, hours: done, of, copied });
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

/** Hours that need no copying hold on both sides what they hold on one. */
const asItIs = ({ rows, amounts }: Stretch): HoursOutcome => ({
  ...{ copied: 0, removed: 0, rows, amounts, amountsThere: amounts, equal: rows, extra: 0 },
});

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
  { range }: Stretch,
  outcome: HoursOutcome,
): void {
  const dayMs =
    copiedTable(table).time === undefined ? null : Math.floor(range.from / HOURS_A_DAY) * DAY_MS;
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
