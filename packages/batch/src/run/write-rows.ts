import type { BatchPorts } from "../ports.ts";

const PAGE = 500;

/**
 * Moves rows into the spool. One that was written and not yet noted when the process died is written again: the same row of
 * the same id, which the ledger takes once.
 */
export async function writeRows(ports: BatchPorts): Promise<number> {
  const waiting = await ports.store.waitingRows(PAGE);
  await Promise.all(waiting.map(({ row }) => ports.record(row)));
  if (waiting.length > 0) await ports.store.rowsWritten(waiting.map(({ position }) => position));
  return waiting.length;
}
