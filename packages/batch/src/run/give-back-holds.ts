import type { BatchPorts } from "../ports.ts";

const PAGE = 500;

/** Gives back what budgets hold for requests that were cancelled. Returns for how many; done twice it changes nothing. */
export async function giveBackHolds(ports: BatchPorts): Promise<number> {
  const items = await ports.store.cancelledHolds(PAGE);
  for (const item of items) await ports.release(item);
  await ports.store.holdsGivenBack(items.map(({ id }) => id));
  return items.length;
}
