/** What a statement can be given. */
export type Value = string | number | null | Uint8Array;

/** A statement with question marks for its values, in the words of both databases. */
export type Statement = Readonly<{
  /** Whether its rows are asked for, or how many it changed. */
  asks: "rows" | "changes";
  text: string;
  values: readonly Value[];
}>;

/**
 * Work on the store as a row of statements, each told to whoever runs the work and answered before the next: SQLite answers
 * at once, so that a transaction blocks nobody in between, PostgreSQL over the network. One text serves both.
 */
export type Work<Result> = Generator<Statement, Result, unknown>;

/** Runs work in one transaction, for good or not at all. */
export interface Runner {
  /** Work that changes something; nothing else that does comes between. */
  changing<Result>(work: () => Work<Result>): Promise<Result>;
  /** Work that reads, of one moment. */
  reading<Result>(work: () => Work<Result>): Promise<Result>;
  close(): Promise<void>;
}

export function* all<Row>(text: string, ...values: readonly Value[]): Work<readonly Row[]> {
  return (yield { asks: "rows", text, values }) as readonly Row[];
}

export function* first<Row>(text: string, ...values: readonly Value[]): Work<Row | undefined> {
  return (yield* all<Row>(text, ...values))[0];
}

/** Returns how many rows it changed. */
export function* run(text: string, ...values: readonly Value[]): Work<number> {
  return (yield { asks: "changes", text, values }) as number;
}

/** As many question marks as a list has members. Lists are bounded by their callers. */
export const marks = (values: readonly unknown[]): string => values.map(() => "?").join(", ");

/** Lists of any length in slices that a statement takes. */
export function* slices<Member>(members: readonly Member[], size = 500): Generator<Member[]> {
  for (let start = 0; start < members.length; start += size)
    yield members.slice(start, start + size);
}
