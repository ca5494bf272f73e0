import {
  type CopiedTableName,
  copiedTableNames,
  keptTableNames,
  numberedTables,
} from "./copied-tables.ts";
import type { BothHours, CopyOptions } from "./copy-ledger.ts";
import type { HourRange, LedgerTables } from "./ledger-tables.ts";
import { stretchesOf } from "./stretches.ts";

/** Keys that are compared at once. */
const KEYS_AT_ONCE = 50_000;

/**
 * How many rows the target has that only another can have given it: copying would take them away. Calls, outcomes, measurements
 * and sums of usage by their keys, where an hour's differ; bills and revisions by the import or re-rating that they came by.
 */
export async function rowsAhead(
  options: CopyOptions,
  hoursOf: (table: CopiedTableName) => Promise<BothHours>,
): Promise<number> {
  let ahead = 0;
  for (const table of copiedTableNames) {
    options.signal?.throwIfAborted();
    if (keptTableNames.includes(table))
      ahead += await keysAhead(options, table, await hoursOf(table));
    if (table === "imports" || table === "reratings") ahead += await numbersAhead(options, table);
  }
  return ahead;
}

async function keysAhead(
  { source, target, signal }: CopyOptions,
  table: CopiedTableName,
  { from, to }: BothHours,
): Promise<number> {
  const known = new Map(from.map((hour) => [hour.hour, hour]));
  const differing = new Set(
    to.filter(({ hour, keys }) => known.get(hour)?.keys !== keys).map(({ hour }) => hour),
  );
  let ahead = 0;
  const stretches = stretchesOf(from, to, {
    isMeant: (hour) => differing.has(hour),
    rowsAtOnce: KEYS_AT_ONCE,
  });
  for (const { hours: range } of stretches) {
    signal?.throwIfAborted();
    const [here, there] = await Promise.all([
      keysOf(source, table, range),
      keysOf(target, table, range),
    ]);
    const own = new Set(here);
    const strange = there.filter((key) => !own.has(key));
    if (strange.length === 0) continue;
    // One whose source wrote it down anew may be about another hour by now.
    const moved = await source.tableRows({ table, keys: strange, columns: "key" });
    ahead += strange.length - moved.length;
  }
  return ahead;
}

const keysOf = async (
  tables: LedgerTables,
  table: CopiedTableName,
  hours: HourRange,
): Promise<readonly string[]> =>
  (await tables.tableRows({ table, hours, columns: "key" })).map(({ key }) => key);

/**
 * Those that are of another moment than the source's of their number; and those whose number it has not, unless they joined a later one of their
 * day, which keeps their moment and their names.
 */
async function numbersAhead(
  { source, target }: CopyOptions,
  table: keyof typeof numberedTables,
): Promise<number> {
  const there = await numbersOf(target, table);
  if (there.length === 0) return 0;
  const here = await numbersOf(source, table);
  const known = new Map(here.map((each) => [each.number, each]));
  return there.filter((each) => {
    const same = known.get(each.number);
    if (same !== undefined) return same.moment !== each.moment;
    return !here.some(
      ({ number, moment, named }) =>
        number > each.number && moment === each.moment && named === each.named,
    );
  }).length;
}

type Numbered = Readonly<{
  number: number;
  moment: string | null;
  /** Re-ratings have no names. */
  named: string | null;
}>;

const numbersOf = async (
  tables: LedgerTables,
  table: keyof typeof numberedTables,
): Promise<readonly Numbered[]> => {
  const rows = await tables.tableRows({ table, hours: { from: 0, to: 0 }, columns: "all" });
  return rows.map(({ key, values }) => ({
    number: Number(key),
    moment: values[numberedTables[table]] ?? null,
    named: values.named ?? null,
  }));
};
