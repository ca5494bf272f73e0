import { looksLikeTable } from "../read/looks-like-table.ts";
import { parseJsonKeepingNumbers } from "../read/number-text.ts";
import { readJson } from "../read/read-json.ts";
import type { ReadSkip } from "../read/read-skip.ts";
import { readTable } from "../read/read-table.ts";
import type { ReadContext, SourceFile } from "../source.ts";

/** One row of an export, whatever its form. */
export type ExportRecord = Readonly<{
  kind: "record";
  /** Of JSON as it is, but numbers that are no safe whole ones as their text; of a table all text. */
  value: Readonly<Record<string, unknown>>;
  place: string;
}>;

/** The rows of an export that comes as JSON, JSON lines, CSV or Parquet: told by the file's first sign. */
export async function* readRecords(
  file: SourceFile,
  context: ReadContext,
): AsyncIterable<readonly (ExportRecord | ReadSkip)[]> {
  if (!(await looksLikeTable(file))) {
    yield* readJson(file, { ...context, parse: parseJsonKeepingNumbers });
    return;
  }
  for await (const pieces of readTable(file, context)) {
    yield pieces.map((piece) =>
      piece.kind === "skip" ? piece : { kind: "record", value: piece.cells, place: piece.place },
    );
  }
}
