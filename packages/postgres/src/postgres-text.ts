/** Types by their names in SQLite. Text is compared by its bytes, as SQLite does. */
const types = {
  "integer primary key autoincrement": "bigint generated always as identity primary key",
  integer: "bigint",
  real: "double precision",
  blob: "bytea",
  text: 'text collate "C"',
} as const;

/** A type stands behind a word, its column's name, which may be the word of a type as well. */
const TYPE = new RegExp(`(?<=\\w +)(?:${Object.keys(types).join("|")})\\b`, "g");
const TABLE_OPTIONS = /\)(?:\s*,?\s*(?:strict|without rowid)\b)+/g;

/**
 * A statement that makes a table or an index, as SQLite takes it, for PostgreSQL: one list of migrations serves both.
 * Keywords are in small letters.
 */
export const postgresText = (statement: string): string =>
  statement
    .replaceAll(TYPE, (name) => types[name as keyof typeof types])
    .replaceAll(TABLE_OPTIONS, ")");
