import { defineCommand } from "citty";

/** `headgate prompts …` */
export const promptsCommand = defineCommand({
  meta: {
    name: "prompts",
    description: "Find what system prompts say twice or at length, and what a shorter one saved.",
  },
  subCommands: {
    compare: () => import("./prompts-compare.ts").then((module) => module.promptsCompareCommand),
    lint: () => import("./prompts-lint.ts").then((module) => module.promptsLintCommand),
  },
});
