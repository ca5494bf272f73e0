import { dirname, join } from "node:path";
import { HeadgateError } from "@headgate/contract";
import { flushFolder } from "./flush-folder.ts";
import { SegmentSequence } from "./segment-sequence.ts";
import { SegmentedSpool } from "./segmented-spool.ts";
import type { Spool, SpoolOptions } from "./spool.ts";
import { nodeFileSystem } from "./spool-file-system.ts";
import { isWriterHere } from "./writer-marker.ts";
import { WriterPresence } from "./writer-presence.ts";

/**
 * Opens the spool of one writer, in a folder of its own.
 *
 * @throws HeadgateError `data_dir_unusable` when the folder cannot be written or another process
 *   writes in it
 */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const fileSystem = options.fileSystem ?? nodeFileSystem;
  const folder = join(options.directory, options.writerId);
  const presence = new WriterPresence(folder, () => fileSystem.mkdir(folder));
  let segments: SegmentSequence;
  try {
    if (await isWriterHere(folder)) throw new Error("another process writes in it");
    await presence.renew();
    await flushFolder(fileSystem, dirname(folder));
    segments = await SegmentSequence.of(fileSystem, folder);
  } catch (error) {
    throw new HeadgateError(
      "data_dir_unusable",
      `${folder}: ${(error as Error).message}`,
      {},
      {
        cause: error,
      },
    );
  }
  const { segmentBytes, flushIntervalMs, durability } = options;
  return new SegmentedSpool({ segments, presence, segmentBytes, flushIntervalMs, durability });
}
