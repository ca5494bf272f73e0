import type { CopiedFiles } from "./copied-file.ts";
import { type CopiedTableName, movableTableNames } from "./copied-tables.ts";
import type { CopyOptions } from "./copy-ledger.ts";
import { copyRows, type HourOutcome } from "./copy-rows.ts";
import type { ExportedRows, HourRange, HourSum } from "./ledger-tables.ts";
import { areEqual, type Stretch } from "./stretches.ts";

/** What the source says of a stretch: its sums, and where the target has nothing of it, a file of its rows. */
export type ReadStretch = Readonly<{
  sums: readonly HourSum[];
  file?: string;
  exported?: ExportedRows;
}>;

/** Reads a stretch of the source, while others are put. */
export async function readStretch(
  { source, dryRun = false, rest = false }: CopyOptions,
  table: CopiedTableName,
  { hours, isThere }: Stretch,
  files: CopiedFiles,
): Promise<ReadStretch> {
  // Of the rest, what may be there about another hour goes row by row.
  const isSentWhole = !isThere && !dryRun && !(rest && movableTableNames.includes(table));
  if (!isSentWhole) return { sums: await source.tableSums({ table, hours }) };
  const file = files.next();
  const exported = await source.exportRows({ table, hours, file });
  return { sums: exported.sums, file, exported };
}

/**
 * Makes a stretch of the target what the source's is. What the target has nothing of goes as a whole; then, and of all else, both
 * engines add up by hour all that the rows hold, and hours that differ are copied and compared row by row.
 */
export async function copyStretch(
  options: CopyOptions,
  table: CopiedTableName,
  { hours }: Stretch,
  { sums, file, exported }: ReadStretch,
  files: CopiedFiles,
): Promise<readonly HourOutcome[]> {
  const { target, rest = false } = options;
  if (file !== undefined && exported !== undefined) {
    await target.importRows({ table, hours, file, ...exported, isAmongOthers: rest });
    await files.done(file);
  }
  const there = new Map((await target.tableSums({ table, hours })).map((sum) => [sum.hour, sum]));
  const ours = new Map(sums.map((sum) => [sum.hour, sum]));
  const meant = [...new Set([...ours.keys(), ...(rest ? [] : there.keys())])].toSorted(
    (one, other) => one - other,
  );
  const outcomes: HourOutcome[] = [];
  let differing: { from: number; to: number } | undefined;
  const compareDiffering = async (): Promise<void> => {
    if (differing === undefined) return;
    const found = await copyRows(options, table, partOf(differing, hours), files);
    differing = undefined;
    outcomes.push(
      ...found.map((outcome) => {
        const whole = file === undefined ? undefined : ours.get(outcome.hour);
        return whole === undefined ? outcome : { ...outcome, copied: whole.rows };
      }),
    );
  };
  for (const hour of meant) {
    const sum = ours.get(hour);
    if (sum === undefined || !areEqual(there.get(hour), sum)) {
      differing = { from: differing?.from ?? hour, to: hour };
      continue;
    }
    await compareDiffering();
    outcomes.push(asItIs(sum, file !== undefined));
  }
  await compareDiffering();
  return outcomes;
}

const partOf = (
  { from, to }: Readonly<{ from: number; to: number }>,
  { part }: HourRange,
): HourRange => ({ from, to, ...(part !== undefined && { part }) });

/** Hours that are equal hold on both sides what they hold on one. */
const asItIs = ({ hour, rows, amounts }: HourSum, isPut: boolean): HourOutcome => ({
  ...{ hour, copied: isPut ? rows : 0, removed: 0 },
  ...{ rows, amounts, amountsThere: amounts, equal: rows, extra: 0 },
});
