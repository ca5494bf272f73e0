/** A row while it is put together. */
export type Mutable<Row> = { -readonly [Key in keyof Row]: Row[Key] };
