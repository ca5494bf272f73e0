import { defineCommand } from "citty";

/** `headgate plan …` */
export const planCommand = defineCommand({
  meta: {
    name: "plan",
    description: "What capacity pays: commitments, self-hosting, GPUs. Nothing is applied.",
  },
  subCommands: {
    "self-host": () => import("./plan-self-host.ts").then((module) => module.planSelfHostCommand),
    demand: () => import("./plan-demand.ts").then((module) => module.planDemandCommand),
    commitments: () =>
      import("./plan-commitments.ts").then((module) => module.planCommitmentsCommand),
    gpus: () => import("./plan-gpus.ts").then((module) => module.planGpusCommand),
    machines: () => import("./plan-machines.ts").then((module) => module.planMachinesCommand),
    prices: () => import("./plan-prices.ts").then((module) => module.planPricesCommand),
  },
});
