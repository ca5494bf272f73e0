import { askedSlots, type BudgetStore, type SlotStanding } from "../store.ts";
import type { ValkeyLink } from "./valkey-link.ts";

/** Accounts that are asked for by one script: reservations wait for it. */
export const MOST_ACCOUNTS_A_SCRIPT = 50;

/** Each account as it is at one moment; several accounts are read one after the other, beside the calls. */
export async function readStandings(
  link: ValkeyLink,
  ...[budgets, slots]: Parameters<BudgetStore["standings"]>
): Promise<readonly SlotStanding[]> {
  const standings: SlotStanding[] = [];
  for (const budget of budgets) {
    const asked = askedSlots(budget, slots);
    if (asked === undefined) continue;
    const subjects = await subjectsOf(link, budget);
    for (let from = 0; from < subjects.length; from += MOST_ACCOUNTS_A_SCRIPT) {
      const some = subjects.slice(from, from + MOST_ACCOUNTS_A_SCRIPT);
      const answers = (await link.ask("standings", [
        ...[budget, asked.oldest, asked.newest],
        ...some,
      ])) as readonly string[][];
      for (const [index, subject] of some.entries()) {
        standings.push(...slotsOf({ budget, subject }, answers[index] ?? []));
      }
    }
  }
  return standings;
}

/** The subjects of a budget that have an account, in their order. */
export async function subjectsOf(link: ValkeyLink, budget: string): Promise<readonly string[]> {
  const found = new Set<string>();
  let cursor = "0";
  do {
    const [next = "0", ...some] = (await link.ask("subjects", [budget, cursor])) as string[];
    for (const subject of some) found.add(subject);
    cursor = next;
  } while (cursor !== "0");
  return [...found].sort();
}

function slotsOf(
  account: Readonly<{ budget: string; subject: string }>,
  flat: readonly string[],
): readonly SlotStanding[] {
  const found: SlotStanding[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const [spent, leased, atWorstCase, opening, simulated] = (flat[at + 1] ?? "").split(" ");
    if (simulated === undefined) throw new Error(`an account of ${account.budget} is damaged`);
    found.push({
      ...account,
      slot: Number(flat[at]),
      spent: BigInt(spent ?? ""),
      leased: BigInt(leased ?? ""),
      atWorstCase: BigInt(atWorstCase ?? ""),
      opening: BigInt(opening ?? ""),
      simulated: simulated === "1",
    });
  }
  return found.sort((a, b) => a.slot - b.slot);
}
