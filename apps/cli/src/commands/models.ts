import { defineCommand } from "citty";

/** `headgate models …` */
export const modelsCommand = defineCommand({
  meta: {
    name: "models",
    description: "What models can do, what tier they are of, what they cost.",
  },
  subCommands: {
    list: () => import("./models-list.ts").then((module) => module.modelsListCommand),
    offers: () => import("./models-offers.ts").then((module) => module.modelsOffersCommand),
    show: () => import("./models-show.ts").then((module) => module.modelsShowCommand),
  },
});
