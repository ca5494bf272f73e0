import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { HeadgateError } from "@headgate/contract";
import { type ExtraPriceFile, loadPriceBook } from "../load-price-book.ts";
import type { PriceBook } from "../price-book.ts";
import { PriceDataError } from "../price-data-error.ts";
import { orBefore } from "./or-before.ts";
import { TAKEN_RATES_FILE } from "./taken-rates.ts";

/** Imported price files lie below, one folder an import; what is directly in the price folder is the user's own. */
export const IMPORTS_FOLDER = "imports";

/**
 * The price files of a data directory, oldest import first, the user's own last.
 * @throws HeadgateError `price_file_invalid` when one cannot be read or is no JSON
 */
export const readPriceFolder = (folder: string): readonly ExtraPriceFile[] =>
  filesIn(folder).map((name): ExtraPriceFile => {
    const path = join(folder, name);
    try {
      return { name: path, content: JSON.parse(readFileSync(path, "utf8")) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new HeadgateError("price_file_invalid", `${path}: ${reason}`, {}, { cause: error });
    }
  });

/**
 * Headgate's own price book with the price files of a data directory appended.
 * @param options.more files that are not in the folder yet, to see whether they fit
 * @throws HeadgateError `price_file_invalid` with every fault: no price is left out in silence
 */
export function loadOwnPriceBook(
  folder: string,
  options: Readonly<{ more?: readonly ExtraPriceFile[] }> = {},
): PriceBook {
  const extra = [...readPriceFolder(folder), ...(options.more ?? [])];
  try {
    return loadPriceBook({ extra });
  } catch (error) {
    if (!(error instanceof PriceDataError)) throw error;
    throw new HeadgateError("price_file_invalid", error.message, {}, { cause: error });
  }
}

/** The same while a process runs: where the files cannot be used, the book before goes on, and that is told. */
export function ownPriceBookAgain(
  folder: string,
  before: PriceBook,
  onFault: (fault: HeadgateError) => void,
): PriceBook {
  return orBefore(() => loadOwnPriceBook(folder), before, onFault);
}

/** Tells one state of the folder's price files and taken rates from another, without reading them. */
export const priceFolderState = (folder: string): string =>
  [...filesIn(folder), TAKEN_RATES_FILE]
    .map((name) => {
      const stats = statSync(join(folder, name), { throwIfNoEntry: false });
      return stats === undefined ? name : `${name} ${stats.ino} ${stats.size} ${stats.mtimeMs}`;
    })
    .join("\n");

/** Names of price files, from the folder on; none when there is no folder. */
function filesIn(folder: string): readonly string[] {
  const own = entriesIn(folder);
  const imports = entriesIn(join(folder, IMPORTS_FOLDER)).filter((name) => !name.startsWith("."));
  return [
    ...imports.flatMap((name) =>
      entriesIn(join(folder, IMPORTS_FOLDER, name)).map((file) => join(IMPORTS_FOLDER, name, file)),
    ),
    ...own,
  ].filter((name) => name.endsWith(".json"));
}

const entriesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (error instanceof Error && "code" in error) {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    }
    throw error;
  }
};
