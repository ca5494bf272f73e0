import { defineCommand } from "citty";

/** `headgate sources …` */
export const sourcesCommand = defineCommand({
  meta: {
    name: "sources",
    description: "See what comes in from where, and pull a source of headgate.yaml now.",
  },
  subCommands: {
    list: () => import("./sources-list.ts").then((module) => module.sourcesListCommand),
    pull: () => import("./sources-pull.ts").then((module) => module.sourcesPullCommand),
  },
});
