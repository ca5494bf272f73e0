import { steadyMs } from "../steady-clock.ts";
import type { Begun, EndedLease } from "../store.ts";
import { UNSETTLED_PAGE } from "../store.ts";
import type { ValkeyLink } from "./valkey-link.ts";
import { gapsOf, pairs } from "./wire.ts";

/** Which clock leases end by: the server's own, or what is given, which is for tests of one machine. */
export type LeaseClock = "server" | "given";

/** Since when the books count each of these budgets; nothing of one that they do not know. */
export async function readBegun(
  link: ValkeyLink,
  budgets: readonly string[],
): Promise<readonly Begun[]> {
  const [, ...told] = (await link.ask("begun", budgets)) as (string | number)[];
  return budgets.flatMap((budget, index) => {
    const known = String(told[3 * index]);
    if (known === "") return [];
    const [since, opened] = known.split(" ");
    return [
      {
        budget,
        sinceMs: Number(since),
        openedMs: opened === "" ? undefined : Number(opened),
        gaps: gapsOf(String(told[3 * index + 2])),
        awaitsOpening: told[3 * index + 1] === 1,
      },
    ];
  });
}

/** Some leases that ended unsettled after a moment, behind one of those that were told before. */
export async function readUnsettled(
  link: ValkeyLink,
  afterMs: number,
  behind: EndedLease | undefined,
): Promise<readonly EndedLease[]> {
  const found = (await link.ask("unsettled", [
    ...[afterMs, UNSETTLED_PAGE],
    ...(behind === undefined ? [] : [behind.endedMs, behind.lease]),
  ])) as string[];
  return pairs(found).map(([lease, endedMs]) => ({ lease, endedMs: Number(endedMs) }));
}

/** How many leases are under way, and when the last of them ends by this machine's steady clock. */
export async function readLeases(
  link: ValkeyLink,
  clock: LeaseClock,
): Promise<Readonly<{ count: number; latestMs: number | undefined }>> {
  const [count, latest, serverMs] = (await link.ask("leases", [])) as [number, string, string];
  if (latest === "") return { count, latestMs: undefined };
  return {
    count,
    latestMs: clock === "server" ? Number(latest) - Number(serverMs) + steadyMs() : Number(latest),
  };
}
