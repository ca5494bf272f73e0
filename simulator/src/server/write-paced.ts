import type { ServerResponse } from "node:http";

/** Pieces that are written at once when there is no pause between them. */
const PIECES_PER_WRITE = 512;

/**
 * Writes pieces one after the other at an even pace, counted from the first, so that late timers
 * do not add up. Waits while the socket is full; stops for good when it closes.
 */
export function writePaced(
  response: ServerResponse,
  pieces: readonly string[],
  pace: Readonly<{
    intervalMs: number;
    /** `latin1` when each character of the pieces stands for a byte; UTF-8 otherwise. */
    encoding?: "latin1" | "utf8";
    /** Goes out before the first piece, without pause. */
    first?: string;
    onWritten?: (pieces: number) => void;
    done: () => void;
  }>,
): void {
  const startMs = performance.now();
  let written = 0;
  let timer: NodeJS.Timeout | undefined;
  response.on("close", () => clearTimeout(timer));

  const step = (): void => {
    if (response.destroyed) return;
    const elapsedMs = performance.now() - startMs;
    const due =
      pace.intervalMs === 0
        ? written + PIECES_PER_WRITE
        : Math.floor(elapsedMs / pace.intervalMs) + 1;
    const until = Math.min(pieces.length, Math.max(due, written));
    let roomLeft = true;
    if (until > written) {
      const batch = pieces.slice(written, until);
      pace.onWritten?.(batch.length);
      roomLeft = response.write(batch.join(""), pace.encoding ?? "utf8");
      written = until;
    }
    if (written === pieces.length) pace.done();
    else if (!roomLeft) response.once("drain", step);
    else if (pace.intervalMs === 0) setImmediate(step);
    else
      timer = setTimeout(
        step,
        Math.max(0, startMs + written * pace.intervalMs - performance.now()),
      );
  };

  if (pace.first !== undefined && pace.first !== "") {
    response.write(pace.first, pace.encoding ?? "utf8");
  }
  step();
}
