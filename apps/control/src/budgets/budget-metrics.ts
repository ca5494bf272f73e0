import type { BudgetsResponse } from "@headgate/contract";
import type { Logger } from "pino";
import { Gauge, type Registry } from "prom-client";
import { inTime, SCRAPE_WAITS_MS } from "../in-time.ts";
import type { BudgetWatch } from "./budget-watch.ts";

/** How full the budgets are. */
export function registerBudgetMetrics(registry: Registry, budgets: BudgetWatch, log: Logger): void {
  const registers = [registry];
  /** Without an answer the figures are absent; the others of the scrape are not. */
  const read = async (): Promise<BudgetsResponse | undefined> => {
    try {
      return await inTime(budgets.standings(), SCRAPE_WAITS_MS);
    } catch (error) {
      log.error({ err: error }, "the store of budgets did not say how they stand");
      return undefined;
    }
  };
  /** Both gauges of a scrape ask at the same time, and one reading answers them. */
  let underWay: Promise<BudgetsResponse | undefined> | undefined;
  const standings = (): Promise<BudgetsResponse | undefined> => {
    underWay ??= read().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  new Gauge({
    name: "headgate_budget_used_ratio",
    help: "Spend as a share of the limit, of the fullest account of each budget.",
    labelNames: ["budget"],
    registers,
    async collect() {
      this.reset();
      for (const { name, accounts } of (await standings())?.budgets ?? []) {
        const shares = accounts.map(({ share }) => Number(share));
        if (shares.length > 0) this.set({ budget: name }, Math.max(...shares));
      }
    },
  });
  new Gauge({
    name: "headgate_budget_leases",
    help: "Leases of calls under way, and of calls whose outcome nobody has told.",
    labelNames: ["state"],
    registers,
    async collect() {
      this.reset();
      const leases = (await standings())?.leases;
      if (leases === undefined) return;
      this.set({ state: "under_way" }, leases.under_way);
      this.set({ state: "unsettled" }, leases.unsettled);
    },
  });
}
