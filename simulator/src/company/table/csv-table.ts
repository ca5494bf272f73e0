import { LineFile } from "../line-file.ts";
import { csvLine } from "./csv-line.ts";
import type { OpenTable } from "./table.ts";

/** A table as CSV with a header. */
export const csvTable: OpenTable = async (path, { columns, isCompressed }) => {
  const file = new LineFile(`${path}.csv${isCompressed ? ".gz" : ""}`);
  await file.line(columns.join(","));
  return {
    row: (cells) => file.line(csvLine(columns, cells)),
    close: () => file.close(),
  };
};
