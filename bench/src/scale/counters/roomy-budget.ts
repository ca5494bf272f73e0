import { compileBudgets, openBudgets } from "@headgate/budgets";
import { configSchema, type StoresConfig } from "@headgate/contract";

/** One that no call of the bench reaches: all of its work, and no refusal. */
export const roomy = [
  { name: "team", match: { team: "bench" }, limit: "1000000", window: "month" as const },
];

/** Opens it in shared counters, as the control process does where nothing was spent before. */
export async function openRoomy(counters: StoresConfig["counters"]): Promise<void> {
  const store = await openBudgets({ path: "", counters, told: () => undefined });
  for (const { id } of compileBudgets(configSchema.parse({ budgets: roomy }).budgets)) {
    await store.open(id, [], Date.now());
  }
  await store.close();
}
