import { accessSync, constants } from "node:fs";
import { dirname, resolve } from "node:path";
import { HeadgateError } from "@headgate/contract";

/**
 * Where a file goes: refused before long work, not behind it.
 * @throws HeadgateError `command_invalid`
 */
export function writableFile(flag: string, path: string): string {
  const file = resolve(path);
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    throw new HeadgateError(
      "command_invalid",
      `${flag}: no file can be written in ${dirname(file)}.`,
      {},
      { cause: error },
    );
  }
  return file;
}
