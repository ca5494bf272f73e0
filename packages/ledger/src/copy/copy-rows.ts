import { addDollars, type CopiedAmounts } from "./copied-amounts.ts";
import type { CopiedFiles } from "./copied-file.ts";
import { type CopiedTableName, copiedTable, movableTableNames } from "./copied-tables.ts";
import type { CopyOptions } from "./copy-ledger.ts";
import type { HourRange, TableRow } from "./ledger-tables.ts";

/** Rows that the source changes while they are copied are copied as often. */
const ROUNDS = 3;
/** Keys that stand in one question. */
const KEYS_AT_ONCE = 10_000;

/** What became of an hour of a table. */
export type HourOutcome = Readonly<{
  hour: number;
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

/** Makes hours of the target what the source's are, row by row, and compares what the target then holds. */
export async function copyRows(
  { source, target, dryRun = false, rest = false, signal }: CopyOptions,
  table: CopiedTableName,
  hours: HourRange,
  files: CopiedFiles,
): Promise<readonly HourOutcome[]> {
  const query = { table, hours, columns: "identity" } as const;
  const read = await Promise.all([source.tableRows(query), target.tableRows(query)]);
  const before = read[1];
  let ours = read[0];
  const elsewhere = rest && movableTableNames.includes(table) ? await rowsElsewhere() : [];
  let known = byKey([...before, ...elsewhere]);
  const isThereAs = (row: TableRow): boolean => {
    const found = known.get(row.key);
    return found !== undefined && (rest || areSame(found, row));
  };
  const own = new Set(ours.map(({ key }) => key));
  const strange = rest ? [] : before.filter(({ key }) => !own.has(key));
  const copied = new Set<string>();
  for (let round = 1; !dryRun && round <= ROUNDS; round += 1) {
    const wanted = ours.filter((row) => !isThereAs(row)).map(({ key }) => key);
    if (wanted.length === 0) break;
    if (round > 1) ours = await readAgain(ours, wanted);
    for (const keys of inParts(wanted)) await put(keys);
    for (const key of wanted) copied.add(key);
    known = byKey([...(await target.tableRows(query)), ...elsewhere]);
  }
  if (!dryRun) {
    for (const keys of inParts(strange.map(({ key }) => key))) {
      signal?.throwIfAborted();
      await target.removeTableRows({ table, hours, keys });
    }
  }
  const stays = dryRun || strange.length === 0 ? known : byKey(await target.tableRows(query));
  return outcomesOf(table, {
    ours,
    there: stays,
    isEqual: isThereAs,
    wanted: (row) => (dryRun ? !isThereAs(row) : copied.has(row.key)),
    strange,
    own,
    rest,
  });

  /** What the target has of the source's rows about other moments: it was told of them since, and of the rest nothing that it has changes. */
  async function rowsElsewhere(): Promise<readonly TableRow[]> {
    const there = new Set(before.map(({ key }) => key));
    const lacking = ours.map(({ key }) => key).filter((key) => !there.has(key));
    const found: TableRow[] = [];
    for (const keys of inParts(lacking)) {
      signal?.throwIfAborted();
      found.push(...(await target.tableRows({ table, keys, columns: "identity" })));
    }
    return found;
  }

  async function put(keys: readonly string[]): Promise<void> {
    signal?.throwIfAborted();
    const file = files.next();
    try {
      const exported = await source.exportRows({ table, hours, keys, file });
      await target.importRows({ table, hours, file, ...exported, isAmongOthers: rest });
    } finally {
      await files.done(file);
    }
  }

  /** These rows as they are by now; one that is gone meanwhile is the next copying's. */
  async function readAgain(
    rows: readonly TableRow[],
    keys: readonly string[],
  ): Promise<readonly TableRow[]> {
    const parts = inParts(keys).map((part) => source.tableRows({ ...query, keys: part }));
    const now = byKey((await Promise.all(parts)).flat());
    const again = new Set(keys);
    return rows.flatMap((row) => (again.has(row.key) ? (now.get(row.key) ?? []) : row));
  }
}

function outcomesOf(
  table: CopiedTableName,
  {
    ours,
    there,
    isEqual,
    wanted,
    strange,
    own,
    rest,
  }: Readonly<{
    ours: readonly TableRow[];
    there: ReadonlyMap<string, TableRow>;
    isEqual: (row: TableRow) => boolean;
    wanted: (row: TableRow) => boolean;
    strange: readonly TableRow[];
    own: ReadonlySet<string>;
    rest: boolean;
  }>,
): readonly HourOutcome[] {
  const extra = rest ? [] : [...there.values()].filter(({ key }) => !own.has(key));
  const hours = new Set([...ours, ...strange, ...extra].map(({ hour }) => hour));
  const [oursBy, strangeBy, extraBy] = [byHour(ours), byHour(strange), byHour(extra)];
  return [...hours]
    .toSorted((one, other) => one - other)
    .map((hour) => {
      const rows = oursBy.get(hour) ?? [];
      return {
        hour,
        copied: rows.filter(wanted).length,
        removed: strangeBy.get(hour)?.length ?? 0,
        rows: rows.length,
        amounts: amountsOf(table, rows),
        amountsThere: amountsOf(
          table,
          rows.flatMap(({ key }) => there.get(key) ?? []),
        ),
        equal: rows.filter(isEqual).length,
        extra: extraBy.get(hour)?.length ?? 0,
      };
    });
}

const byKey = (rows: readonly TableRow[]): ReadonlyMap<string, TableRow> =>
  new Map(rows.map((row) => [row.key, row]));

function byHour(rows: readonly TableRow[]): ReadonlyMap<number, readonly TableRow[]> {
  const hours = new Map<number, TableRow[]>();
  for (const row of rows) {
    const others = hours.get(row.hour);
    if (others === undefined) hours.set(row.hour, [row]);
    else others.push(row);
  }
  return hours;
}

const inParts = (keys: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(keys.length / KEYS_AT_ONCE) }, (_, part) =>
    keys.slice(part * KEYS_AT_ONCE, (part + 1) * KEYS_AT_ONCE),
  );

const amountsOf = (table: CopiedTableName, rows: readonly TableRow[]): CopiedAmounts =>
  Object.fromEntries(
    copiedTable(table).amounts.map((name) => [
      name,
      rows.map(({ values }) => values[name] ?? null).reduce(addDollars, null),
    ]),
  );

const areSame = (one: TableRow, other: TableRow): boolean =>
  one.hash !== null && one.hash === other.hash;
