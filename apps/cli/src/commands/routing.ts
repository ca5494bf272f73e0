import { defineCommand } from "citty";

/** `headgate routing …` */
export const routingCommand = defineCommand({
  meta: {
    name: "routing",
    description:
      "See which models calls go to and what labels certify, turn the dial, and say how good an answer was.",
  },
  subCommands: {
    show: () => import("./routing-show.ts").then((module) => module.routingShowCommand),
    dial: () => import("./routing-dial.ts").then((module) => module.routingDialCommand),
    feedback: () => import("./routing-feedback.ts").then((module) => module.routingFeedbackCommand),
  },
});
