import type { HeadgateConfig, SpendDimension } from "@headgate/contract";
import type { LedgerStore, Reports } from "@headgate/ledger";
import { priceProviderOf } from "@headgate/pricing";
import type { Days } from "./days.ts";

export type SpendAnswer = Reports["spend"]["result"];
export type SpendRow = SpendAnswer["rows"][number];

/** The ledger's answers about some days. */
export type Ledger = Readonly<{
  spend(days: Days, by: SpendDimension, cost?: "effective" | "billed"): Promise<SpendAnswer>;
  totals(
    days: Days,
    filter?: Partial<Reports["totals"]["query"]>,
  ): Promise<Reports["totals"]["result"]["totals"]>;
  spendBy(
    days: Days,
    query: Pick<Reports["spend-by"]["query"], "by" | "limit" | "operation">,
  ): Promise<Reports["spend-by"]["result"]>;
  billByService(days: Days, limit: number): Promise<Reports["bill-by"]["result"]>;
  /** Calls whose cost is fully known. */
  pricedCalls(days: Days): Promise<Reports["priced-calls"]["result"]>;
  /** How busy GPUs were. */
  gpuUtilisation(days: Days): Promise<Reports["gpu-utilisation"]["result"]>;
  usageByModel(
    query: Reports["usage-by-model"]["query"],
  ): Promise<Reports["usage-by-model"]["result"]>;
  billCells(query: Reports["bill-cells"]["query"]): Promise<Reports["bill-cells"]["result"]>;
  unpriced(days: Days): Promise<Reports["unpriced"]["result"]["rows"]>;
}>;

/** Asks a ledger, with configured providers under the price book's names, which bills are read by. */
export function askLedger(store: LedgerStore, config: HeadgateConfig): Ledger {
  const providers = Object.fromEntries(
    Object.entries(config.providers).map(([name, provider]) => [
      name,
      priceProviderOf(name, provider),
    ]),
  );
  return {
    spend: (days, by, cost = "effective") =>
      store.report("spend", { ...days, by, cost, providers }),
    totals: async (days, filter = {}) =>
      (await store.report("totals", { ...filter, ...days })).totals,
    spendBy: (days, query) => store.report("spend-by", { ...days, ...query }),
    billByService: (days, limit) => store.report("bill-by", { ...days, by: "service_name", limit }),
    pricedCalls: (days) => store.report("priced-calls", days),
    gpuUtilisation: (days) => store.report("gpu-utilisation", days),
    usageByModel: (query) => store.report("usage-by-model", query),
    billCells: (query) => store.report("bill-cells", query),
    unpriced: async (days) => (await store.report("unpriced", days)).rows,
  };
}
