import { defineCommand } from "citty";

/** `headgate experiments …` */
export const experimentsCommand = defineCommand({
  meta: {
    name: "experiments",
    description: "What levers save by the sessions that are held out of them.",
  },
  subCommands: {
    list: () => import("./experiments-list.ts").then((module) => module.experimentsListCommand),
    show: () => import("./experiments-show.ts").then((module) => module.experimentsShowCommand),
  },
});
