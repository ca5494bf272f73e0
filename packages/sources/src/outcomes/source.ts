import { skipAt } from "../read/read-skip.ts";
import { readTable } from "../read/read-table.ts";
import { isParquet, sampleColumns } from "../read/sample-content.ts";
import { inBatches } from "../row/found-batches.ts";
import type { Found, ReadContext, Source, SourceFile } from "../source.ts";
import { columnsByField, type OutcomeMapping } from "./columns.ts";
import { readRow } from "./read-row.ts";

const BY_NAME: OutcomeMapping = { columns: {}, constants: {} };
const SAMPLE_BYTES = 64 * 1024;

/** A table of business events, whose columns are told apart by the operator's word or by their names. */
export const outcomesTable = (mapping: OutcomeMapping): Source => ({
  name: "outcomes",
  title: "A table of business outcomes",
  // By exact names alone: "name" and "time" are columns of many tables.
  detect: (sample) => {
    const columns = sampleColumns(sample);
    return ["id", "name", "occurred_at", "accepted"].every((name) => columns.includes(name))
      ? "certain"
      : undefined;
  },
  read: (file, context) => inBatches(read(file, context, mapping)),
});

/** As {@link outcomesTable}, by the columns' names. */
export const outcomes: Source = outcomesTable(BY_NAME);

async function* read(
  file: SourceFile,
  context: ReadContext,
  mapping: OutcomeMapping,
): AsyncIterable<readonly Found[]> {
  const header = await headerOf(file);
  if (header !== undefined) {
    const missing = Object.values(mapping.columns).filter((column) => !header.includes(column));
    if (missing.length > 0) {
      const detail = `there is no column ${missing.join(", ")}; there are ${header.join(", ")}`;
      yield [skipAt("header_unrecognised", `${file.name}:1`, detail)];
      return;
    }
  }
  const byField = header === undefined ? undefined : columnsByField(header, mapping);
  for await (const pieces of readTable(file, { ...context, shortRows: "absent" })) {
    yield pieces.map((piece) => {
      if (piece.kind === "skip") return piece;
      // Of Parquet a row tells the columns; those that it lacks are looked for in the next one.
      const fields = byField ?? columnsByField(Object.keys(piece.cells), mapping);
      const cells: Record<string, string> = {};
      for (const [field, column] of fields) {
        const cell = piece.cells[column];
        if (cell !== undefined) cells[field] = cell;
      }
      return readRow({ ...cells, ...mapping.constants }, piece.place);
    });
  }
}

/** The columns of a CSV file; undefined for Parquet, and where the file cannot be read, which its reader tells. */
async function headerOf(file: SourceFile): Promise<readonly string[] | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of file.open()) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= SAMPLE_BYTES) break;
    }
  } catch {
    // The reader meets the same, and says where.
    return undefined;
  }
  const head = Buffer.concat(chunks);
  return isParquet(head) ? undefined : sampleColumns({ name: file.name, head });
}
