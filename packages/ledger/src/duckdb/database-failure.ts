/**
 * What DuckDB's errors mean. It gives them no codes, so their words are read, as they stood in
 * version 1.5.5, and in 1.5.6.
 */
export type DatabaseFailure =
  | Readonly<{ kind: "locked"; processId: number | undefined }>
  /** The file, or its write-ahead log, cannot be what DuckDB wrote. */
  | Readonly<{ kind: "damaged" }>
  /** The operating system refused: no rights, no space, no directory. */
  | Readonly<{ kind: "refused" }>
  /** After a failed commit, a failed checkpoint or a fault of its own DuckDB answers nothing until opened anew. */
  | Readonly<{ kind: "invalidated" }>
  | Readonly<{ kind: "other" }>;

const refused =
  /Permission denied|No such file or directory|Is a directory|Not a directory|No space left|Disk quota exceeded|File too large|Too many open files|Read-only file system|Input\/output error|Cannot allocate memory|Out of Memory Error/i;
const damaged =
  /not a valid DuckDB database file|corrupt|checksum|Could not read enough bytes|Serialization Error|Failure while replaying|Failed to read WAL|Invalid WAL entry/i;

/** Reads what went wrong from an error of DuckDB. */
export function databaseFailure(error: unknown): DatabaseFailure {
  const message = messageOf(error);
  if (/Could not set lock on file/i.test(message)) {
    const processId = /\(PID (\d+)\)/.exec(message)?.[1];
    return { kind: "locked", processId: processId === undefined ? undefined : Number(processId) };
  }
  if (/has been invalidated|FATAL Error|INTERNAL Error/i.test(message))
    return { kind: "invalidated" };
  if (refused.test(message)) return { kind: "refused" };
  if (damaged.test(message)) return { kind: "damaged" };
  return { kind: "other" };
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
