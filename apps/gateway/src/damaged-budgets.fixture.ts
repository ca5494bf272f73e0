import { compileBudgets, openSqliteBudgets, steadyMs } from "@headgate/budgets";
import { configSchema } from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";

/**
 * Damages the file of budgets while a call holds a lease there: an amount that is no number is written beside it, so every
 * later question about that budget fails.
 */
export async function damageBudget(data: string, budget: object): Promise<void> {
  const store = await openSqliteBudgets({ path: dataDirectory(data).budgets });
  try {
    const [compiled] = compileBudgets(configSchema.parse({ budgets: [budget] }).budgets);
    if (compiled === undefined) throw new Error("no budget");
    const [held] = await store.standings([compiled.id], 0);
    if (held === undefined) throw new Error("nothing is held");
    const { subject, slot } = held;
    const slots = { at: slot, oldest: slot, newest: slot };
    const amount = "no number" as unknown as bigint;
    await store.reserve({
      lease: "damage:0",
      claims: [{ budget: compiled.id, subject, amount, atExpiry: "spent", slots }],
      heldAtMs: steadyMs(),
      expiresAtMs: steadyMs() + 3_600_000,
    });
  } finally {
    await store.close();
  }
}
