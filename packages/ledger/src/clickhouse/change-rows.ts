import type { SqlParameters } from "../reports/ask.ts";
import type { Connection } from "./connection.ts";
import { updatedVersion } from "./row-version.ts";

/** What rows become, by column: an expression of ClickHouse's over the row. `is_gone: "1"` takes them away. */
export type Change = Readonly<{
  set: Readonly<Record<string, string>>;
  where: string;
  parameters?: SqlParameters;
  /** Above the version of every row that it is about; an update of the row's own unless said. */
  version?: string;
}>;

/** Puts changed rows in the place of those that they are read from: one insert. */
export const changeRows = (
  connection: Connection,
  table: string,
  { set, where, parameters = {}, version = updatedVersion }: Change,
): Promise<void> =>
  connection.run(
    `insert into ${table}
     select * replace (${[...Object.entries(set), ["row_version", version]]
       .map(([column, value]) => `${value} as ${column}`)
       .join(", ")})
     from (select * from ${table} where ${where})`,
    parameters,
  );
