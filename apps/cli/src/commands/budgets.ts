import { defineCommand } from "citty";

/** `headgate budgets …` */
export const budgetsCommand = defineCommand({
  meta: {
    name: "budgets",
    description: "See what the budgets have spent and left, and to which a call counts.",
  },
  subCommands: {
    list: () => import("./budgets-list.ts").then((module) => module.budgetsListCommand),
    show: () => import("./budgets-show.ts").then((module) => module.budgetsShowCommand),
    explain: () => import("./budgets-explain.ts").then((module) => module.budgetsExplainCommand),
  },
});
