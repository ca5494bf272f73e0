import { type RawBuilder, sql } from "kysely";

/** That a column is none of a list's; of an empty list it never is, which PostgreSQL cannot be told as "not in ()". */
export const notAmong = (column: string, values: readonly string[]): RawBuilder<boolean> =>
  values.length === 0 ? sql`true` : sql`${sql.ref(column)} not in (${sql.join(values)})`;
