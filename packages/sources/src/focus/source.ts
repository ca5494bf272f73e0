import { readBillTable } from "../bill/read-bill-table.ts";
import { sampleColumns } from "../read/sample-content.ts";
import type { Source } from "../source.ts";
import { looksLikeFocus, missingColumns } from "./columns.ts";
import { readFocusRow } from "./read-row.ts";

/** Bills in FOCUS 1.0-preview to 1.3, as CSV or Parquet, told by their columns. */
export const focus: Source = {
  name: "focus",
  title: "bills in FOCUS",
  detect: (sample) => (looksLikeFocus(sampleColumns(sample)) ? "certain" : undefined),
  read: (file, context) =>
    readBillTable(file, context, (columns) => {
      const missing = missingColumns(columns);
      return missing.length === 0
        ? readFocusRow
        : `${missing.join(", ")}: columns of FOCUS 1.0 and later that the file lacks. Export it in FOCUS 1.0, 1.1, 1.2 or 1.3.`;
    }),
};
