import { readBillTable } from "../bill/read-bill-table.ts";
import { sampleColumns } from "../read/sample-content.ts";
import type { Source } from "../source.ts";
import { looksLikeAzure } from "./columns.ts";
import { azureRowReader } from "./read-row.ts";

/** Azure's exports of actual and amortised costs, as CSV or Parquet, told by their columns. */
export const azureCostExport: Source = {
  name: "azure_cost_export",
  title: "Azure cost exports",
  detect: (sample) => (looksLikeAzure(sampleColumns(sample)) ? "certain" : undefined),
  read: (file, context) => readBillTable(file, context, azureRowReader),
};
