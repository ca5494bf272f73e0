import { defineCommand } from "citty";

/** `headgate export …` */
export const exportCommand = defineCommand({
  meta: { name: "export", description: "What was spent, as a file for other tools." },
  subCommands: {
    focus: () => import("./export-focus.ts").then((module) => module.exportFocusCommand),
  },
});
