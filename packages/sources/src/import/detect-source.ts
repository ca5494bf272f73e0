import { breakSkip } from "../read/file-break.ts";
import { parquetColumns } from "../read/read-parquet.ts";
import type { ReadSkip } from "../read/read-skip.ts";
import { isParquet } from "../read/sample-content.ts";
import type { Sample, Source, SourceFile } from "../source.ts";

const SAMPLE_BYTES = 64 * 1024;

/**
 * The beginning of a file, decompressed, at most 64 KiB; of a Parquet file its columns too. A skip when the
 * file cannot be opened or undone.
 */
export async function takeSample(file: SourceFile): Promise<Sample | ReadSkip> {
  const pieces: Uint8Array[] = [];
  let taken = 0;
  try {
    for await (const piece of file.open()) {
      pieces.push(piece);
      taken += piece.length;
      if (taken >= SAMPLE_BYTES) break;
    }
  } catch (error) {
    const skip = breakSkip(error, file.name);
    // What can be undone before the break may be enough to tell, and its rows are read.
    if (taken === 0) return skip;
  }
  const head = Buffer.concat(pieces).subarray(0, SAMPLE_BYTES);
  if (!isParquet(head)) return { name: file.name, head };
  const columns = await parquetColumns(file.path);
  return columns === undefined
    ? { name: file.name, head }
    : { name: file.name, head, columns: columns.map(({ name }) => name) };
}

/** The source that is surest of a sample; of equally sure ones the first in the list. */
export function detectSource(sample: Sample, sources: readonly Source[]): Source | undefined {
  let likely: Source | undefined;
  for (const source of sources) {
    const detection = source.detect(sample);
    switch (detection) {
      case "certain":
        return source;
      case "likely":
        likely ??= source;
        break;
      case undefined:
        break;
      default:
        detection satisfies never;
    }
  }
  return likely;
}
