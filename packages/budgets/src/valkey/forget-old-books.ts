import { Cluster } from "ioredis";
import type { ValkeyClient } from "./connect-valkey.ts";
import { subjectsOf } from "./read-standings.ts";
import type { ValkeyLink } from "./valkey-link.ts";

/** Drops slots and ended leases from before a moment, and all that belongs to books that hold no longer. */
export async function forgetOldBooks(
  link: ValkeyLink,
  beforeMs: number,
  mostAtOnce: number,
): Promise<void> {
  const budgets = (await link.ask("budgets", [])) as string[];
  await link.ask("forget_gaps", [beforeMs, ...budgets]);
  for (const budget of budgets) {
    const subjects = await subjectsOf(link, budget);
    for (let from = 0; from < subjects.length; from += mostAtOnce) {
      const some = subjects.slice(from, from + mostAtOnce);
      await link.ask("forget_slots", [beforeMs, budget, ...some]);
    }
  }
  let dropped = mostAtOnce;
  while (dropped === mostAtOnce) {
    dropped = Number(await link.ask("forget_leases", [beforeMs, mostAtOnce]));
  }
  await dropOldBooks(link);
}

async function dropOldBooks(link: ValkeyLink): Promise<void> {
  const { base } = link;
  if (base === undefined) return;
  for (const node of nodesOf(link.client)) {
    const pattern = `${link.keys.replaceAll(/[[\]*?\\]/g, "\\$&")}*`;
    for await (const keys of node.scanStream({ match: pattern, count: 500 })) {
      const old = (keys as string[]).filter((key) => !key.startsWith(base));
      if (old.length > 0) await node.unlink(...old);
    }
  }
}

const nodesOf = (client: ValkeyClient) =>
  client instanceof Cluster ? client.nodes("master") : [client];
