import { recommendationActions } from "@headgate/contract";
import { defineCommand } from "citty";

/** `headgate recommendations …` */
export const recommendationsCommand = defineCommand({
  meta: {
    name: "recommendations",
    description: "What should change, what was done about it, and what it came to.",
  },
  subCommands: {
    list: () =>
      import("./recommendations-list.ts").then((module) => module.recommendationsListCommand),
    show: () =>
      import("./recommendations-show.ts").then((module) => module.recommendationsShowCommand),
    ...Object.fromEntries(
      recommendationActions.map((action) => [
        action,
        () =>
          import("./recommendations-act.ts").then((module) =>
            module.recommendationActionCommand(action),
          ),
      ]),
    ),
  },
});
