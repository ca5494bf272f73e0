import { defineCommand } from "citty";

/** `headgate alarms …` */
export const alarmsCommand = defineCommand({
  meta: { name: "alarms", description: "See what alarms watch, and test whom they tell." },
  subCommands: {
    list: () => import("./alarms-list.ts").then((module) => module.alarmsListCommand),
    test: () => import("./alarms-test.ts").then((module) => module.alarmsTestCommand),
  },
});
