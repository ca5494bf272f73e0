import { defineCommand } from "citty";

/** `headgate plan …` */
export const planCommand = defineCommand({
  meta: {
    name: "plan",
    description: "What capacity pays: commitments, self-hosting, GPUs. Nothing is applied.",
  },
  subCommands: {
    gpus: () => import("./plan-gpus.ts").then((module) => module.planGpusCommand),
    prices: () => import("./plan-prices.ts").then((module) => module.planPricesCommand),
  },
});
