import { attemptSources } from "@headgate/contract";

/** Rows of one call lie at most this far apart, whoever wrote them down and by whatever clock. */
export const SAME_CALL_MS = 86_400_000;

/** Ids shorter than this are not unique: servers of one's own count, or draw from a thousand. */
const ID_LENGTH = 20;

/** What a source puts on more rows than this tells no calls apart: a constant in the place of an id. */
const ROWS_OF_ONE_ID = 16;

/** What tells a row's call from others. */
export type SeenRow = Readonly<{
  rowId: string;
  source: string;
  startedAtMs: number;
  responseId: string | null;
  requestId: string | null;
  traceId: string | null;
  spanId: string | null;
}>;

/** Everything that tells rows of one call from others. Ids of answers and of requests are one kind. */
export function marksOf({ responseId, requestId, traceId, spanId }: SeenRow): readonly string[] {
  const ids = [responseId, requestId].filter(
    (id): id is string => id !== null && Array.from(id).length >= ID_LENGTH,
  );
  const spans = traceId === null || spanId === null ? [] : [`${traceId}/${spanId}`];
  return [...new Set([...ids, ...spans])];
}

export type SameCalls = Readonly<{
  /** Rows that do not count, and the row that does in the place of each. */
  superseded: readonly Readonly<{ row: SeenRow; by: SeenRow }>[];
  /** The rows that count in the place of others. */
  counted: readonly SeenRow[];
}>;

/** Which of these rows are about the same calls, and which of each call count: those of its most trusted source. */
export function sameCalls(rows: readonly SeenRow[]): SameCalls {
  const superseded: { row: SeenRow; by: SeenRow }[] = [];
  const counted = new Set<SeenRow>();
  for (const call of linked(rows)) {
    const [first] = [...call].sort(byTrust);
    if (first === undefined) continue;
    for (const row of call) {
      if (rank(row) <= rank(first)) continue;
      superseded.push({ row, by: first });
      counted.add(first);
    }
  }
  return { superseded, counted: [...counted] };
}

const rank = ({ source }: SeenRow): number => (attemptSources as readonly string[]).indexOf(source);

const byTrust = (one: SeenRow, other: SeenRow): number =>
  rank(one) - rank(other) ||
  one.startedAtMs - other.startedAtMs ||
  (one.rowId < other.rowId ? -1 : 1);

/** Rows by the calls that they are about, by any chain of marks. */
function linked(rows: readonly SeenRow[]): readonly (readonly SeenRow[])[] {
  const parents = new Map(rows.map((row) => [row, row]));
  const rootOf = (row: SeenRow): SeenRow => {
    let root = row;
    for (let parent = parents.get(root); parent !== undefined && parent !== root; ) {
      root = parent;
      parent = parents.get(root);
    }
    parents.set(row, root);
    return root;
  };
  for (const [first, ...others] of stretches(rows)) {
    if (first === undefined) continue;
    for (const other of others) parents.set(rootOf(other), rootOf(first));
  }
  const calls = new Map<SeenRow, SeenRow[]>();
  for (const row of rows) {
    const root = rootOf(row);
    const call = calls.get(root) ?? [];
    calls.set(root, call);
    call.push(row);
  }
  return [...calls.values()];
}

/** Rows that share a mark without a gap of {@link SAME_CALL_MS} between them; none of what is no id. */
function stretches(rows: readonly SeenRow[]): readonly (readonly SeenRow[])[] {
  const byMark = new Map<string, SeenRow[]>();
  for (const row of rows) {
    for (const mark of marksOf(row)) {
      const marked = byMark.get(mark) ?? [];
      byMark.set(mark, marked);
      marked.push(row);
    }
  }
  return [...byMark.values()].flatMap(cutAtGaps).filter(isOfOneCall);
}

function cutAtGaps(marked: readonly SeenRow[]): readonly (readonly SeenRow[])[] {
  const cut: SeenRow[][] = [];
  let beforeMs = Number.NEGATIVE_INFINITY;
  for (const row of [...marked].sort((one, other) => one.startedAtMs - other.startedAtMs)) {
    if (row.startedAtMs - beforeMs > SAME_CALL_MS) cut.push([]);
    cut.at(-1)?.push(row);
    beforeMs = row.startedAtMs;
  }
  return cut;
}

function isOfOneCall(stretch: readonly SeenRow[]): boolean {
  const counts = new Map<string, number>();
  for (const { source } of stretch) counts.set(source, (counts.get(source) ?? 0) + 1);
  return Math.max(...counts.values()) <= ROWS_OF_ONE_ID;
}
