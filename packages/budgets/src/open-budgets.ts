import type { StoreFailure, StoresConfig } from "@headgate/contract";
import { openSqliteBudgets, type SqliteBudgetsOptions } from "./sqlite/open-sqlite-budgets.ts";
import type { BudgetStore } from "./store.ts";
import type { CountersNews } from "./valkey/news.ts";
import { openValkeyBudgets } from "./valkey/open-valkey-budgets.ts";

/**
 * Opens the budgets where the configuration keeps them: in one file of this machine, or in Valkey or Redis for many.
 *
 * @throws HeadgateError `budgets_unavailable` where the file cannot be opened
 */
export function openBudgets({
  counters,
  told,
  failed,
  letThroughFile,
  ...file
}: SqliteBudgetsOptions &
  Readonly<{
    counters: StoresConfig["counters"];
    told: (news: CountersNews) => void;
    /** Told of each command that shared counters did not do. */
    failed?: (failure: StoreFailure) => void;
    /** Where this process keeps what it lets through while shared counters are away; one file a process. */
    letThroughFile?: string;
  }>): Promise<BudgetStore> {
  switch (counters.kind) {
    case "local":
      return openSqliteBudgets(file);
    case "valkey":
      return openValkeyBudgets({
        ...{ config: counters, told },
        ...(failed !== undefined && { failed }),
        ...(letThroughFile !== undefined && { letThroughFile }),
      });
    default:
      return counters satisfies never;
  }
}
