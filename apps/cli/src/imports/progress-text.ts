import { counted } from "@headgate/contract";
import type { ImportProgress } from "@headgate/sources";
import { showCount, showSpan } from "../command-line/show-time.ts";

/** `1.2 GB of 4.8 GB (25 %), 1 of 4 files, 812,000 rows, 64.0 MB/s, 56.2 s left`; bytes as they lie on the disk. */
export function progressText(progress: ImportProgress, elapsedMs: number): string {
  const { bytesRead, bytesKnown, filesDone, filesKnown, rows } = progress;
  const perSecond = elapsedMs > 0 ? (bytesRead / elapsedMs) * 1_000 : 0;
  const left = bytesKnown - bytesRead;
  return [
    `${showBytes(bytesRead)} of ${showBytes(bytesKnown)} (${bytesKnown === 0 ? 100 : Math.floor((bytesRead / bytesKnown) * 100)} %)`,
    ...(filesKnown > 1 ? [`${showCount(filesDone)} of ${showCount(filesKnown)} files`] : []),
    counted(rows, "row"),
    `${showBytes(perSecond)}/s`,
    ...(perSecond > 0 && left > 0 ? [`${showSpan((left / perSecond) * 1_000)} left`] : []),
  ].join(", ");
}

const units = ["B", "kB", "MB", "GB", "TB"] as const;

function showBytes(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1_000 && unit < units.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}
