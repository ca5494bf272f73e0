import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HeadgateError } from "@headgate/contract";
import { builtInInfrastructure } from "./built-in-infrastructure.ts";
import {
  type InfrastructureBook,
  infrastructureBook,
  type StandingFile,
} from "./infrastructure-book.ts";
import { parseInfrastructureFile } from "./infrastructure-file.ts";

/** Imported lists lie below; what is directly in the folder is the user's own. */
export const IMPORTED_FOLDER = "imports";

/**
 * The project's lists with those of a data directory.
 * @throws HeadgateError `price_file_invalid` with every fault: no list is left out in silence
 */
export const loadInfrastructure = (folder: string): InfrastructureBook =>
  infrastructureBook([
    ...builtInInfrastructure(),
    ...filesIn(join(folder, IMPORTED_FOLDER), "imported"),
    ...filesIn(folder, "own"),
  ]);

const filesIn = (folder: string, standing: "imported" | "own"): readonly StandingFile[] =>
  namesIn(folder).map((name) => {
    const path = join(folder, name);
    return { file: parseInfrastructureFile(path, contentOf(path)), standing };
  });

function contentOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HeadgateError("price_file_invalid", `${path}: ${reason}`, {}, { cause: error });
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
