import { defineCommand } from "citty";

/** `headgate alarms …` */
export const alarmsCommand = defineCommand({
  meta: {
    name: "alarms",
    description: "See what alarms watch and told, test whom they tell, and snooze them.",
  },
  subCommands: {
    list: () => import("./alarms-list.ts").then((module) => module.alarmsListCommand),
    history: () => import("./alarms-history.ts").then((module) => module.alarmsHistoryCommand),
    snooze: () => import("./alarms-snooze.ts").then((module) => module.alarmsSnoozeCommand),
    test: () => import("./alarms-test.ts").then((module) => module.alarmsTestCommand),
  },
});
