import { join } from "node:path";
import { HeadgateError } from "@headgate/contract";
import { loadOwnPriceBook, readTakenRates } from "@headgate/pricing";
import { removeSharedFile, textOf, writeSharedFiles } from "./shared-price-files.ts";

/**
 * Takes files of other nodes, and takes away what they took away. Where prices cannot be read with those files, what was there
 * before stands again, for they would end this node's next start. What was taken away stays so.
 *
 * @returns why none of them was taken
 */
export async function takeSharedFiles(
  folder: string,
  files: ReadonlyMap<string, string>,
  removed: readonly string[],
): Promise<HeadgateError | undefined> {
  const before = new Map<string, string | undefined>();
  for (const path of files.keys()) before.set(path, await textOf(join(folder, path)));
  await writeSharedFiles(folder, files);
  for (const path of removed) await removeSharedFile(folder, path);
  if (files.size === 0) return undefined;
  try {
    checkSharedFiles(folder);
    return undefined;
  } catch (error) {
    await putBack(folder, before);
    const reason = error instanceof Error ? error.message : String(error);
    return new HeadgateError(
      "price_file_invalid",
      `Other nodes' files are not taken, for prices cannot be read with them here: ${[...files.keys()].join(", ")}. ${reason}`,
      {},
      { cause: error },
    );
  }
}

/** @throws HeadgateError `price_file_invalid` */
export function checkSharedFiles(folder: string): void {
  loadOwnPriceBook(folder);
  readTakenRates(folder);
}

async function putBack(
  folder: string,
  before: ReadonlyMap<string, string | undefined>,
): Promise<void> {
  const texts = new Map<string, string>();
  for (const [path, text] of before) {
    if (text === undefined) await removeSharedFile(folder, path);
    else texts.set(path, text);
  }
  await writeSharedFiles(folder, texts);
}
