import type { BatchPorts } from "../ports.ts";

const PAGE = 500;

/**
 * Moves rows into the spool. One that was written and not yet noted when the process died is written again: the same row of
 * the same id, which the ledger takes once. Of a page of which one fails, those that were written are noted.
 *
 * @throws what kept a row from being written
 */
export async function writeRows(ports: BatchPorts): Promise<number> {
  const waiting = await ports.store.waitingRows(PAGE);
  const ends = await Promise.allSettled(waiting.map(({ row }) => ports.record(row)));
  const written = waiting.filter((_, index) => ends[index]?.status === "fulfilled");
  if (written.length > 0) await ports.store.rowsWritten(written.map(({ position }) => position));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return waiting.length;
}
