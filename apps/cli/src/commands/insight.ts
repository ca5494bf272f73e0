import { defineCommand } from "citty";

/** `headgate insight …` */
export const insightCommand = defineCommand({
  meta: { name: "insight", description: "What the history of spend says." },
  subCommands: {
    kpis: () => import("./insight-kpis.ts").then((module) => module.insightKpisCommand),
    drivers: () => import("./insight-drivers.ts").then((module) => module.insightDriversCommand),
    anomalies: () =>
      import("./insight-anomalies.ts").then((module) => module.insightAnomaliesCommand),
    forecast: () => import("./insight-forecast.ts").then((module) => module.insightForecastCommand),
  },
});
