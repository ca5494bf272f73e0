import { setTimeout as delay } from "node:timers/promises";
import { type BudgetStore, openBudgets } from "@headgate/budgets";
import { loadPriceBook, rateUsage } from "@headgate/pricing";
import type { Fleet, ProviderAnswer } from "../nodes/fleet.ts";

const LOOK_MS = 100;

export type BudgetWatch = Readonly<{
  store: BudgetStore;
  /** The most that was spent and held at one time in one user's budget, by looks at the counters; picodollars. */
  stop: () => Promise<bigint>;
  close: () => Promise<void>;
}>;

/** Looks at the shared counters until it is stopped. */
export async function watchBudget({ counters, budget }: Fleet): Promise<BudgetWatch> {
  const store = await openBudgets({ path: "", counters, told: () => undefined });
  let most = 0n;
  let looks = 0;
  let stopped = false;
  const look = async (): Promise<void> => {
    // A server that was killed is looked at again when it is back.
    const standings = await store.standings([budget.id], 0).catch(() => undefined);
    if (standings === undefined) return;
    looks += 1;
    const inUse = new Map<string, bigint>();
    for (const { subject, spent, leased } of standings) {
      inUse.set(subject, (inUse.get(subject) ?? 0n) + spent + leased);
    }
    for (const amount of inUse.values()) if (amount > most) most = amount;
  };
  const watching = (async () => {
    while (!stopped) {
      await look();
      await delay(LOOK_MS);
    }
    await look();
  })();
  return {
    store,
    stop: async () => {
      stopped = true;
      await watching;
      if (looks === 0) throw new Error("the counters could never be looked at");
      return most;
    },
    close: () => store.close(),
  };
}

/** The most that the provider's own books come to for one user, at list prices; picodollars. */
export function mostOwed(answers: readonly ProviderAnswer[]): bigint {
  const book = loadPriceBook();
  const owed = new Map<string, bigint>();
  for (const { user, model, input, output } of answers) {
    const { effectiveCost } = rateUsage(book, {
      ...{ provider: "openai", models: [model], usage: { input, output } },
      ...{ usageOrigin: "provider", operation: "chat", atMs: Date.now() },
    });
    if (effectiveCost === undefined) throw new Error(`there is no price for ${model}`);
    owed.set(user, (owed.get(user) ?? 0n) + effectiveCost);
  }
  return [...owed.values()].reduce((most, amount) => (amount > most ? amount : most), 0n);
}
