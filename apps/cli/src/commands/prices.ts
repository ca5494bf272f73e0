import { defineCommand } from "citty";

/** `headgate prices …` */
export const pricesCommand = defineCommand({
  meta: { name: "prices", description: "The dated prices that calls are charged at." },
  subCommands: {
    show: () => import("./prices-show.ts").then((module) => module.pricesShowCommand),
    list: () => import("./prices-list.ts").then((module) => module.pricesListCommand),
    history: () => import("./prices-history.ts").then((module) => module.pricesHistoryCommand),
    estimate: () => import("./prices-estimate.ts").then((module) => module.pricesEstimateCommand),
    diff: () => import("./prices-diff.ts").then((module) => module.pricesDiffCommand),
    import: () => import("./prices-import.ts").then((module) => module.pricesImportCommand),
    check: () => import("./prices-check.ts").then((module) => module.pricesCheckCommand),
    rerate: () => import("./prices-rerate.ts").then((module) => module.pricesRerateCommand),
  },
});
