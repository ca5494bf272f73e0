import type { TakenColumn } from "../../column.ts";
import { columns } from "../../columns.ts";
import { billLineColumns } from "../../imports/bill-line-columns.ts";
import { gaugeColumns } from "../../imports/gauge-columns.ts";
import { outcomeColumns } from "../../imports/outcome-columns.ts";
import { usageTotalColumns } from "../../imports/usage-total-columns.ts";
import type { SqlParameters } from "../../reports/ask.ts";
import type { Connection } from "../connection.ts";
import { ofImport, type StagedKind } from "./import-sql.ts";

const namesOf = (taken: readonly Pick<TakenColumn<never>, "name">[]): string =>
  taken.map(({ name }) => `"${name}"`).join(", ");

const columnsOf: Readonly<Record<StagedKind, string>> = {
  attempts: namesOf(columns),
  bill_lines: namesOf(billLineColumns),
  usage_totals: namesOf(usageTotalColumns),
  gauges: namesOf(gaugeColumns),
  outcomes: namesOf(outcomeColumns),
};

/** Puts staged rows into the ledger's table. */
export const moveRows = (
  connection: Connection,
  number: number,
  {
    kind,
    into,
    which,
    version,
    parameters = {},
  }: Readonly<{
    kind: StagedKind;
    into: string;
    which: string;
    version: string;
    parameters?: SqlParameters;
  }>,
): Promise<void> =>
  connection.run(
    `insert into ${into} (${columnsOf[kind]}, row_version, is_gone)
     ${ofImport(number, `select ${columnsOf[kind]}, ${version}, 0 from staged_${kind} where ${which}`)}`,
    parameters,
  );
