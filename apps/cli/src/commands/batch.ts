import { defineCommand } from "citty";

/** `headgate batch …` */
export const batchCommand = defineCommand({
  meta: {
    name: "batch",
    description: "Have many requests answered later, for less, and look after such batches.",
  },
  subCommands: {
    run: () => import("./batch-run.ts").then((module) => module.batchRunCommand),
    list: () => import("./batch-list.ts").then((module) => module.batchListCommand),
    show: () => import("./batch-show.ts").then((module) => module.batchShowCommand),
    cancel: () => import("./batch-cancel.ts").then((module) => module.batchCancelCommand),
  },
});
