import { readFileSync } from "node:fs";

/**
 * The text of a file; undefined where there is none.
 * @throws Error where it is there and cannot be read
 */
export function readWhole(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
