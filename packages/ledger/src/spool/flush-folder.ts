import type { SpoolFileSystem } from "./spool-file-system.ts";

/** Flushes a folder's list of entries; without that a new file may be gone after a power failure. */
export async function flushFolder(fileSystem: SpoolFileSystem, folder: string): Promise<void> {
  // Windows cannot open a folder for this, and does not need it.
  if (process.platform === "win32") return;
  const file = await fileSystem.open(folder, "r");
  try {
    await fileSystem.datasync(file);
  } finally {
    await fileSystem.close(file);
  }
}
