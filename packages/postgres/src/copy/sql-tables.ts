/** A value as both databases hold it. */
export type SqlValue = string | number | bigint | Uint8Array | null;
export type SqlRecord = Readonly<Record<string, SqlValue>>;

export type SqlTable = Readonly<{
  name: string;
  columns: readonly string[];
  /** Columns of the primary key. */
  key: readonly string[];
  /** Whether its rows point at others'. */
  points: boolean;
}>;

/** All tables of one database, SQLite's or a schema of PostgreSQL, within one transaction. */
export interface SqlTables {
  tables(): Promise<readonly SqlTable[]>;
  /** Asks with `$1`, `$2` and so on. */
  ask(text: string, values: readonly SqlValue[]): Promise<readonly SqlRecord[]>;
  /** What stands behind the columns of an insert that names the positions of rows. */
  readonly overriding: string;
  /** Lets positions go on behind those that were put. */
  continuePositions(table: SqlTable): Promise<void>;
}

/** Tables that are each database's own. */
export const OWN_TABLES: readonly string[] = ["schema_migrations", "file_parts"];
