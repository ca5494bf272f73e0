/** ClickHouse's names of the types that the ledger's texts cast to. */
const types: Readonly<Record<string, string>> = {
  varchar: "String",
  bigint: "Int64",
  hugeint: "Int128",
  double: "Float64",
  boolean: "Bool",
  timestamp: "DateTime64(6, 'UTC')",
};

/** A type as ClickHouse names it; one that both engines know stays as it is. */
export const typeName = (name: string): string => types[name] ?? name;
