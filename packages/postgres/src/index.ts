export { copyBetween } from "./copy/copy-between.ts";
export type { CopiedSqlTable, SqlCopy } from "./copy/copy-sql-tables.ts";
export { type Candidate, type Leadership, standForLeader } from "./leadership.ts";
export { migrate } from "./migrate.ts";
export { openPostgres, type Postgres, type PostgresOptions } from "./open-postgres.ts";
export { postgresFailure } from "./postgres-failure.ts";
export { placeOf, postgresProblem } from "./postgres-problem.ts";
export { postgresText } from "./postgres-text.ts";
