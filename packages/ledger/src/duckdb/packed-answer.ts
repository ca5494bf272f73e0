import { blankRow } from "../blank-row.ts";

/** Fewer rows than this are sent as they are. */
const WORTH_PACKING = 50;

/**
 * The values of a column in the order of their rows. Where most repeat the row before, each run of equal ones stands
 * once, and `ends` says behind which row it ends.
 */
type PackedColumn =
  | Readonly<{ values: readonly unknown[]; ends?: readonly number[] }>
  /** A list in each row: all of their rows as one, and behind which of these a list ends. */
  | Readonly<{ lists: PackedRows; listEnds: readonly number[] }>;
/** Rows of equal names by their columns: names once, values in lists. */
type PackedRows = Readonly<{
  packed: "rows";
  names: readonly string[];
  columns: readonly PackedColumn[];
  /** How many rows: a list of runs does not tell. */
  count: number;
}>;
/** An object some of whose members are packed. */
type PackedMembers = Readonly<{
  packed: "members";
  members: Readonly<Record<string, unknown>>;
}>;
type Packed = PackedRows | PackedMembers;

/**
 * An answer in a form that goes between threads several times faster where it is long: many rows of the same
 * names are sent by their columns. What is answered otherwise stays as it is; {@link unpacked} undoes it.
 */
export function packed(answer: unknown): unknown {
  if (Array.isArray(answer)) return packedRows(answer);
  if (!isRecord(answer)) return answer;
  const members: Record<string, unknown> = {};
  let isPacked = false;
  for (const [name, member] of Object.entries(answer)) {
    members[name] = Array.isArray(member) ? packedRows(member) : member;
    isPacked ||= members[name] !== member;
  }
  return isPacked ? ({ packed: "members", members } satisfies PackedMembers) : answer;
}

/** What {@link packed} was given. */
export function unpacked(answer: unknown): unknown {
  if (!isPackedAnswer(answer)) return answer;
  if (answer.packed === "rows") return rowsFrom(answer);
  return Object.fromEntries(
    Object.entries(answer.members).map(([name, member]) => [name, unpacked(member)]),
  );
}

function packedRows(rows: readonly unknown[]): readonly unknown[] | PackedRows {
  const [first] = rows;
  if (rows.length < WORTH_PACKING || !isRecord(first)) return rows;
  const names = Object.keys(first);
  const columns = names.map((): unknown[] => []);
  for (const row of rows) {
    if (!isRecord(row)) return rows;
    // Rows are packed that have the same names in the same order, as rows of one query have.
    let at = 0;
    for (const name in row) {
      if (name !== names[at]) return rows;
      at += 1;
    }
    if (at !== names.length) return rows;
    const values = Object.values(row);
    for (let index = 0; index < at; index += 1) columns[index]?.push(values[index]);
  }
  return { packed: "rows", names, columns: columns.map(packedColumn), count: rows.length };
}

/**
 * Between threads a text is copied as often as it comes, and each copy is a text of its own there: an answer about many
 * days would say the same names for each of them.
 */
function packedColumn(all: readonly unknown[]): PackedColumn {
  if (Array.isArray(all[0])) return packedLists(all) ?? { values: all };
  const values: unknown[] = [];
  const ends: number[] = [];
  for (let at = 0; at < all.length; at += 1) {
    const value = all[at];
    if (at > 0 && isSame(value, values.at(-1))) {
      ends[ends.length - 1] = at + 1;
      continue;
    }
    // Runs are worth it where they are few.
    if (values.length * 2 >= all.length) return { values: all };
    values.push(value);
    ends.push(at + 1);
  }
  return { values, ends };
}

/** Lists of rows of equal names, as one list of rows; undefined where they are something else, or few. */
function packedLists(all: readonly unknown[]): PackedColumn | undefined {
  const together: unknown[] = [];
  const listEnds: number[] = [];
  for (const list of all) {
    if (!Array.isArray(list)) return undefined;
    for (const row of list) together.push(row);
    listEnds.push(together.length);
  }
  const lists = packedRows(together);
  return isPackedAnswer(lists) && lists.packed === "rows" ? { lists, listEnds } : undefined;
}

/** Objects are never the same one twice: each row has its own. */
const isSame = (one: unknown, other: unknown): boolean =>
  Object.is(one, other) && (typeof one !== "object" || one === null);

function rowsFrom({ names, columns, count }: PackedRows): readonly Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  const runs = columns.map(() => 0);
  const lists = columns.map((column) => ("lists" in column ? rowsFrom(column.lists) : []));
  const blank = blankRow<unknown>(names);
  for (let at = 0; at < count; at += 1) {
    const row = blank();
    for (let index = 0; index < names.length; index += 1) {
      const column = columns[index] as PackedColumn;
      if ("lists" in column) {
        row[names[index] as string] = lists[index]?.slice(
          column.listEnds[at - 1],
          column.listEnds[at],
        );
        continue;
      }
      const { values, ends } = column;
      let from = at;
      if (ends !== undefined) {
        from = runs[index] as number;
        if (at === ends[from]) {
          from += 1;
          runs[index] = from;
        }
      }
      row[names[index] as string] = values[from];
    }
    rows.push(row);
  }
  return rows;
}

const isPackedAnswer = (value: unknown): value is Packed =>
  isRecord(value) && (value.packed === "rows" || value.packed === "members");

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
