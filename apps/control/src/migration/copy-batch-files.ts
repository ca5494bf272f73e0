import { createHash } from "node:crypto";
import type { HeadgateConfig, MigrationResult } from "@headgate/contract";
import type { DataDirectory } from "@headgate/ledger";
import type { FileRoom } from "../batch/faces/file-room.ts";
import { openBatches } from "../batch/open-batches.ts";

/** Copies the bytes of clients' files, one after the other, and compares them by their SHA-256. */
export async function copyBatchFiles({
  config,
  to,
  directory,
  dryRun,
}: Readonly<{
  config: Pick<HeadgateConfig, "stores" | "spool">;
  to: HeadgateConfig["stores"];
  directory: DataDirectory;
  dryRun: boolean;
}>): Promise<NonNullable<MigrationResult["files"]>> {
  const source = await openBatches(config, directory);
  try {
    const target = await openBatches({ ...config, stores: to }, directory);
    try {
      let [copied, equal] = [0, 0];
      const ids = await source.store.fileIds();
      for (const id of ids) {
        const ours = await digestOf(source.files, id);
        if ((await digestOf(target.files, id)) !== ours) {
          copied += 1;
          if (!dryRun) await target.files.write(id, source.files.read(id));
        }
        if ((await digestOf(target.files, id)) === ours) equal += 1;
      }
      return { files: ids.length, copied, equal: equal === ids.length };
    } finally {
      await target.store.close();
    }
  } finally {
    await source.store.close();
  }
}

/** Of bytes that are not there, the digest of none: PostgreSQL knows no difference. */
async function digestOf(files: FileRoom, id: string): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const bytes of files.read(id)) hash.update(bytes);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  return hash.digest("hex");
}
