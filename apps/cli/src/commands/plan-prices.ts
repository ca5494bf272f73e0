import { defineCommand } from "citty";

/** `headgate plan prices …` */
export const planPricesCommand = defineCommand({
  meta: { name: "prices", description: "What hours of machines cost, and how old each price is." },
  subCommands: {
    list: () => import("./plan-prices-list.ts").then((module) => module.planPricesListCommand),
    import: () =>
      import("./plan-prices-import.ts").then((module) => module.planPricesImportCommand),
    refresh: () =>
      import("./plan-prices-refresh.ts").then((module) => module.planPricesRefreshCommand),
  },
});
