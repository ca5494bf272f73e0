import { Cluster } from "ioredis";
import type { ValkeyClient } from "./connect-valkey.ts";
import { MOST_ACCOUNTS_A_SCRIPT, subjectsOf } from "./read-standings.ts";
import type { ValkeyLink } from "./valkey-link.ts";

/** Versions before kept the slots of 800 days: dropped at once they would hold up all reservations. */
const MOST_SLOTS_A_SCRIPT = 2_000;

type Old = Readonly<{
  beforeMs: number;
  /** Budgets whose slots are over sooner. */
  own: ReadonlyMap<string, number> | undefined;
  mostLeasesAtOnce: number;
}>;

/** Drops slots and ended leases from before a moment, and all that belongs to books that hold no longer. */
export async function forgetOldBooks(
  link: ValkeyLink,
  { beforeMs, own, mostLeasesAtOnce }: Old,
): Promise<void> {
  const budgets = (await link.ask("budgets", [])) as string[];
  await link.ask("forget_gaps", [beforeMs, ...budgets]);
  for (const budget of budgets) {
    const slotsBeforeMs = Math.max(beforeMs, own?.get(budget) ?? beforeMs);
    const subjects = await subjectsOf(link, budget);
    for (let from = 0; from < subjects.length; ) {
      const some = subjects.slice(from, from + MOST_ACCOUNTS_A_SCRIPT);
      const asked = [slotsBeforeMs, MOST_SLOTS_A_SCRIPT, budget, ...some];
      from += Number(await link.ask("forget_slots", asked));
    }
  }
  let dropped = mostLeasesAtOnce;
  while (dropped === mostLeasesAtOnce) {
    dropped = Number(await link.ask("forget_leases", [beforeMs, mostLeasesAtOnce]));
  }
  await dropOldBooks(link);
}

/** New books may be begun while it looks: what is to be dropped is held against the books of that moment. */
async function dropOldBooks(link: ValkeyLink): Promise<void> {
  const { base } = link;
  if (base === undefined) return;
  for (const node of nodesOf(link.client)) {
    const pattern = `${link.keys.replaceAll(/[[\]*?\\]/g, "\\$&")}*`;
    for await (const keys of node.scanStream({ match: pattern, count: 500 })) {
      const old = (keys as string[]).filter((key) => !key.startsWith(base));
      if (old.length > 0) await link.ask("drop_others", old);
    }
  }
}

const nodesOf = (client: ValkeyClient) =>
  client instanceof Cluster ? client.nodes("master") : [client];
