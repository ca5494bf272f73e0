import type { SlotStanding } from "../store.ts";
import type { ValkeyLink } from "./valkey-link.ts";

/** Accounts that are asked for at one time. */
const MOST_AT_ONCE = 500;

/** Each account as it is at one moment; several accounts are read one after the other, beside the calls. */
export async function readStandings(
  link: ValkeyLink,
  budgets: readonly string[],
  fromMs: number,
): Promise<readonly SlotStanding[]> {
  const standings: SlotStanding[] = [];
  for (const budget of budgets) {
    const subjects = await subjectsOf(link, budget);
    for (let from = 0; from < subjects.length; from += MOST_AT_ONCE) {
      const some = subjects.slice(from, from + MOST_AT_ONCE);
      const answers = (await link.ask("standings", [budget, ...some])) as readonly string[][];
      for (const [index, subject] of some.entries()) {
        standings.push(...slotsOf({ budget, subject }, answers[index] ?? [], fromMs));
      }
    }
  }
  return standings;
}

/** The subjects of a budget that have an account, in their order. */
export const subjectsOf = async (link: ValkeyLink, budget: string): Promise<readonly string[]> =>
  ((await link.ask("subjects", [budget])) as string[]).sort();

function slotsOf(
  account: Readonly<{ budget: string; subject: string }>,
  flat: readonly string[],
  fromMs: number,
): readonly SlotStanding[] {
  const found: SlotStanding[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const slot = Number(flat[at]);
    if (slot < fromMs && slot !== 0) continue;
    const [spent, leased, atWorstCase, opening, simulated] = (flat[at + 1] ?? "").split(" ");
    if (simulated === undefined) throw new Error(`an account of ${account.budget} is damaged`);
    found.push({
      ...account,
      slot,
      spent: BigInt(spent ?? ""),
      leased: BigInt(leased ?? ""),
      atWorstCase: BigInt(atWorstCase ?? ""),
      opening: BigInt(opening ?? ""),
      simulated: simulated === "1",
    });
  }
  return found.sort((a, b) => a.slot - b.slot);
}
