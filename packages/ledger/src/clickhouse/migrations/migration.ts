/** A table of the ledger. Its columns `row_version` and `is_gone` are added to it, unless it holds sums. */
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
  /** Rows are replaced by those of their key; sums are added and taken away by the day. */
  holds?: "rows" | "sums";
  /** Rows that nobody asks for any more go by themselves. */
  forgotten?: Readonly<{ time: string; afterDays: number }>;
}>;

/** A step of the schema, safe to repeat: what is there already is left as it is. */
export type Migration = Readonly<{
  version: number;
  name: string;
  tables: readonly Table[];
  /** Tables of earlier steps that go before those of this one are made. */
  drops?: readonly string[];
  /** Tables that are there already are given the settings of new ones by which a part is on the disk before it is answered for. */
  isSynced?: true;
  /** Tables that are there, whose parts of fewer bytes have all columns in one file from then on. */
  compacts?: readonly Readonly<{ table: string; belowBytes: number }>[];
}>;
