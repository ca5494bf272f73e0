/** Fewer rows than this are sent as they are. */
const WORTH_PACKING = 50;

/** Rows of equal names by their columns: names once, values in lists. */
type PackedRows = Readonly<{
  packed: "rows";
  names: readonly string[];
  columns: readonly (readonly unknown[])[];
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
    let at = 0;
    // Rows are packed that have the same names in the same order, as rows of one query have.
    for (const name in row) {
      const column = columns[at];
      if (column === undefined || name !== names[at]) return rows;
      column.push(row[name]);
      at += 1;
    }
    if (at !== names.length) return rows;
  }
  return { packed: "rows", names, columns };
}

function rowsFrom({ names, columns }: PackedRows): readonly Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = Array.from(
    { length: columns[0]?.length ?? 0 },
    () => ({}),
  );
  names.forEach((name, index) => {
    columns[index]?.forEach((value, at) => {
      const row = rows[at];
      if (row !== undefined) row[name] = value;
    });
  });
  return rows;
}

const isPackedAnswer = (value: unknown): value is Packed =>
  isRecord(value) && (value.packed === "rows" || value.packed === "members");

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
