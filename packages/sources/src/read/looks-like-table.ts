import type { SourceFile } from "../source.ts";

/** Whether a file that may be JSON or a table is a table: JSON begins with a bracket. */
export async function looksLikeTable(file: SourceFile): Promise<boolean> {
  try {
    for await (const chunk of file.open()) {
      const text = Buffer.from(chunk)
        .toString("utf8")
        .replace(/^\uFEFF/, "")
        .trimStart();
      if (text !== "") return !text.startsWith("{") && !text.startsWith("[");
    }
  } catch {
    // The reader meets the same, and says where.
  }
  return true;
}
