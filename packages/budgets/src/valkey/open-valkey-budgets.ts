import type { StoreFailure, ValkeyConfig } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import type { BudgetStore } from "../store.ts";
import { LetThrough } from "./let-through.ts";
import { LetThroughFile } from "./let-through-file.ts";
import { SCRIPTS } from "./lua/scripts.ts";
import type { CountersNews } from "./news.ts";
import type { LeaseClock } from "./read-books.ts";
import { ValkeyBudgets } from "./valkey-budgets.ts";
import { ValkeyLink } from "./valkey-link.ts";

export type ValkeyBudgetsOptions = Readonly<{
  config: ValkeyConfig;
  told?: (news: CountersNews) => void;
  /** Told of each command that they did not do. */
  failed?: (failure: StoreFailure) => void;
  /** Where this process keeps what it lets through by itself, so that its next start counts it; in memory alone unless said. */
  letThroughFile?: string;
  /** `server` unless said. */
  clock?: LeaseClock;
}>;

/**
 * Opens the budgets that many machines share. It never fails: a server that does not answer, or must not keep budgets, is
 * away, and looked for until it is there; what is asked meanwhile says so, with the reason.
 */
export async function openValkeyBudgets({
  config,
  told = () => undefined,
  failed = () => undefined,
  clock = "server",
  letThroughFile,
}: ValkeyBudgetsOptions): Promise<BudgetStore> {
  const { when_away: whenAway } = config;
  const letThrough = new LetThrough(
    whenAway.do === "allow" ? parseDollars(whenAway.dollars) : undefined,
  );
  const link = new ValkeyLink({
    ...{ config, scripts: SCRIPTS, told, failed },
    onArrived: (arrival) => budgets.arrived(arrival),
  });
  const file = letThroughFile === undefined ? undefined : new LetThroughFile(letThroughFile);
  const kept = await file?.read().catch((error: unknown) => {
    told({ kind: "unkept", reason: `${letThroughFile}: ${String(error)}` });
    return undefined;
  });
  const budgets = new ValkeyBudgets({ link, clock, letThrough, told, file, kept });
  await link.open();
  return budgets;
}
