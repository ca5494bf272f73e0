import { open, readFile, rename } from "node:fs/promises";
import { type KeySnapshot, keySnapshotSchema } from "@headgate/contract";
import { ownReason, stateUnusable } from "./state-unusable.ts";

/** Writes a snapshot, whole or not at all. The caller sees to it that no two do so at once. */
export async function writeKeySnapshot(file: string, snapshot: KeySnapshot): Promise<void> {
  const unfinished = `${file}.unfinished`;
  const handle = await open(unfinished, "w", 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(JSON.stringify(snapshot));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
}

/**
 * The published snapshot; `undefined` when none was published yet.
 *
 * @throws HeadgateError `state_unusable` when the file cannot be read as one
 */
export async function readKeySnapshot(file: string): Promise<KeySnapshot | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw stateUnusable(file, ownReason(error), error);
  }
  try {
    return keySnapshotSchema.parse(JSON.parse(text));
  } catch (error) {
    throw stateUnusable(file, ownReason(error), error);
  }
}
