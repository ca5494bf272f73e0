import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HeadgateError, type PlanExport } from "@headgate/contract";

/**
 * Writes what a plan exports, a file a text, and leaves files that are there as they are.
 * @throws HeadgateError `command_invalid` where one is there already, or cannot be written
 */
export async function writeExports(
  folder: string,
  exports: readonly PlanExport[],
): Promise<readonly string[]> {
  const written: string[] = [];
  for (const { file_name, text } of exports) {
    const path = join(folder, file_name);
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(path, text, { flag: "wx" });
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      const reason = error.code === "EEXIST" ? "is there already" : String(error.code);
      throw new HeadgateError(
        "command_invalid",
        `--export: ${path}: ${reason}.`,
        {},
        { cause: error },
      );
    }
    written.push(path);
  }
  return written;
}
