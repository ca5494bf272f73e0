import { readBillTable } from "../bill/read-bill-table.ts";
import { sampleColumns } from "../read/sample-content.ts";
import type { Source } from "../source.ts";
import { looksLikeCur, missingCurColumns } from "./columns.ts";
import { curRowReader } from "./read-row.ts";

/** AWS's Cost and Usage Reports, legacy and 2.0, as CSV or Parquet, told by their columns. */
export const awsCur: Source = {
  name: "aws_cur",
  title: "AWS Cost and Usage Reports",
  detect: (sample) => (looksLikeCur(sampleColumns(sample)) ? "certain" : undefined),
  read: (file, context) =>
    readBillTable(file, context, (columns) => {
      const missing = missingCurColumns(columns);
      return missing.length === 0
        ? curRowReader(columns)
        : `${missing.join(", ")}: columns that the report lacks. Include them in the export.`;
    }),
};
