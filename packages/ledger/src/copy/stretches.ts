import type { HourCount, HourRange, HourSum } from "./ledger-tables.ts";

/** Hours that follow one another in a table, or a part of a fuller one, and are copied and compared at once. */
export type Stretch = Readonly<{
  hours: HourRange;
  /** How many of them are done with it: of an hour in parts the last one ends it. */
  ends: number;
  /** Whether the target has rows of them. */
  isThere: boolean;
}>;

type Counted = Pick<HourCount, "hour" | "rows">;

/**
 * @param options `isMeant`: hours between which there are others are not taken together; `rowsAtOnce`: on the side that has more of
 *   them. What has twice as many by itself is cut in parts.
 */
export function stretchesOf(
  source: readonly Counted[],
  target: readonly Counted[],
  { isMeant, rowsAtOnce }: Readonly<{ isMeant: (hour: number) => boolean; rowsAtOnce: number }>,
): readonly Stretch[] {
  const theirs = new Map(target.map(({ hour, rows }) => [hour, rows]));
  const ours = new Map(source.map(({ hour, rows }) => [hour, rows]));
  const all = new Set([...ours.keys(), ...theirs.keys()]);
  const stretches: Stretch[] = [];
  let size = Infinity;
  for (const hour of [...all].toSorted((one, other) => one - other)) {
    if (!isMeant(hour)) {
      size = Infinity;
      continue;
    }
    const isThere = theirs.has(hour);
    const rows = Math.max(ours.get(hour) ?? 0, theirs.get(hour) ?? 0);
    const last = stretches.at(-1);
    if (last?.isThere === isThere && size + rows <= rowsAtOnce) {
      size += rows;
      const hours = { from: last.hours.from, to: hour };
      stretches[stretches.length - 1] = { ...last, hours, ends: last.ends + 1 };
      continue;
    }
    const parts = Math.floor(rows / rowsAtOnce);
    if (parts >= 2) {
      size = Infinity;
      stretches.push(
        ...Array.from({ length: parts }, (_, number) => ({
          hours: { from: hour, to: hour, part: { number, of: parts } },
          ends: number === parts - 1 ? 1 : 0,
          isThere,
        })),
      );
      continue;
    }
    size = rows;
    stretches.push({ hours: { from: hour, to: hour }, ends: 1, isThere });
  }
  return stretches;
}

/** Hours that follow one another, as many as have so many rows together, or one that has more. */
export function windowsOf(
  counted: readonly Counted[],
  rowsAtOnce: number,
): readonly Readonly<{ from: number; to: number }>[] {
  const windows: { from: number; to: number }[] = [];
  let size = Infinity;
  for (const { hour, rows } of counted) {
    const last = windows.at(-1);
    if (last !== undefined && size + rows <= rowsAtOnce) {
      last.to = hour;
      size += rows;
    } else {
      windows.push({ from: hour, to: hour });
      size = rows;
    }
  }
  return windows;
}

export function areEqual(one: HourSum | undefined, other: HourSum): boolean {
  if (one === undefined || one.hashes !== other.hashes || one.rows !== other.rows) return false;
  return Object.entries(other.amounts).every(([name, sum]) => one.amounts[name] === sum);
}
