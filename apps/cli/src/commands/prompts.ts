import { defineCommand } from "citty";

/** `headgate prompts …` */
export const promptsCommand = defineCommand({
  meta: {
    name: "prompts",
    description:
      "Find what system prompts say twice or at length, what a shorter one saved, and what was shortened in a call.",
  },
  subCommands: {
    compare: () => import("./prompts-compare.ts").then((module) => module.promptsCompareCommand),
    lint: () => import("./prompts-lint.ts").then((module) => module.promptsLintCommand),
    undo: () => import("./prompts-undo.ts").then((module) => module.promptsUndoCommand),
  },
});
