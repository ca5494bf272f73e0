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
  if (await beginsAsJson(file)) {
    yield* readJson(file, { ...context, parse: parseJsonKeepingNumbers });
    return;
  }
  for await (const pieces of readTable(file, context)) {
    yield pieces.map((piece) =>
      piece.kind === "skip" ? piece : { kind: "record", value: piece.cells, place: piece.place },
    );
  }
}

async function beginsAsJson(file: SourceFile): Promise<boolean> {
  try {
    for await (const chunk of file.open()) {
      const text = Buffer.from(chunk)
        .toString("utf8")
        .replace(/^\uFEFF/, "")
        .trimStart();
      if (text !== "") return text.startsWith("{") || text.startsWith("[");
    }
  } catch {
    // The reader of tables meets the same, and says where.
  }
  return false;
}
