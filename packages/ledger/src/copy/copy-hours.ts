import { addDollars, type CopiedAmounts } from "./copied-amounts.ts";
import { type CopiedTableName, copiedTable } from "./copied-tables.ts";
import type { CopyOptions } from "./copy-ledger.ts";
import type { TableRow } from "./ledger-tables.ts";
import type { Stretch } from "./stretches.ts";

/** Rows are put as many at a time: half a second of a busy engine at most. */
const ROWS_A_PUT = 2_500;

export type HoursOutcome = Readonly<{
  copied: number;
  removed: number;
  /** Of the source. */
  rows: number;
  amounts: CopiedAmounts;
  /** Of the target's rows that the source has as well. */
  amountsThere: CopiedAmounts;
  /** Rows that are the same on both sides. */
  equal: number;
  /** Rows that the target alone has. */
  extra: number;
}>;

/** Makes hours of the target what the source's are, and compares what the target then holds. */
export async function copyHours(
  { source, target, dryRun = false, rest = false, signal }: CopyOptions,
  table: CopiedTableName,
  { range, isThere }: Stretch,
): Promise<HoursOutcome> {
  const query = { table, hours: range, columns: "identity" } as const;
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
    // The next rows are read while the last ones are put: the two engines are not each other's.
    let putting: Promise<void> = Promise.resolve();
    for (const keys of inParts(wanted)) {
      const [rows] = await Promise.all([
        source.tableRows({ table, hours: range, keys, columns: "all" }),
        putting,
      ]);
      signal?.throwIfAborted();
      putting = target.putTableRows({ table, hours: range, rows, isAmongOthers: rest });
    }
    await putting;
    for (const keys of inParts(strange)) {
      await target.removeTableRows({ table, hours: range, keys });
    }
  }
  const after =
    dryRun || wanted.length + strange.length === 0 ? before : await target.tableRows(query);
  const now = new Map(after.map((row) => [row.key, row]));
  const held = ours.flatMap(({ key }) => now.get(key) ?? []);
  return {
    copied: wanted.length,
    removed: strange.length,
    rows: ours.length,
    amounts: amountsOf(table, ours),
    amountsThere: amountsOf(table, held),
    equal: ours.filter((row) => isThereAs(row, now.get(row.key))).length,
    extra: rest ? 0 : after.filter(({ key }) => !own.has(key)).length,
  };
}

const inParts = (keys: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(keys.length / ROWS_A_PUT) }, (_, part) =>
    keys.slice(part * ROWS_A_PUT, (part + 1) * ROWS_A_PUT),
  );

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
