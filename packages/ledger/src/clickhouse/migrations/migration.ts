/** A table of the ledger. Its columns `row_version` and `is_gone` are added to all of them. */
export type Table = Readonly<{
  name: string;
  /** The columns, as ClickHouse takes them between the brackets. */
  columns: string;
  /** Columns whose values are looked up without a time: parts that lack them are not read. */
  lookedUpBy?: readonly string[];
  /** What a row is found and replaced by: of several rows alike in it, the latest version counts. */
  orderBy: string;
  /** The moment that parts are cut and aged by; none where the table stays whole. */
  time?: string;
  /** The column whose values are parts of their own, which are dropped as a whole. */
  partBy?: string;
  /** The column that says which shard a row lies on: one of `orderBy`. */
  shardBy: string;
}>;

/** A step of the schema, safe to repeat: what is there already is left as it is. */
export type Migration = Readonly<{ version: number; name: string; tables: readonly Table[] }>;
