export { type CopiedSqlTable, copySqlTables, type SqlCopy } from "./copy/copy-sql-tables.ts";
export { withPostgresTables } from "./copy/postgres-tables.ts";
export type { SqlTables } from "./copy/sql-tables.ts";
export { type SqliteDatabase, withSqliteTables } from "./copy/sqlite-tables.ts";
export { type Candidate, type Leadership, standForLeader } from "./leadership.ts";
export { migrate } from "./migrate.ts";
export { openPostgres, type Postgres, type PostgresOptions } from "./open-postgres.ts";
export { placeOf, postgresProblem } from "./postgres-problem.ts";
export { postgresText } from "./postgres-text.ts";
