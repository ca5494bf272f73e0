import { defineCommand } from "citty";

/** `headgate outcomes …` */
export const outcomesCommand = defineCommand({
  meta: { name: "outcomes", description: "What business outcomes cost, and taking them in." },
  subCommands: {
    report: () => import("./outcomes-report.ts").then((module) => module.outcomesReportCommand),
    import: () => import("./outcomes-import.ts").then((module) => module.outcomesImportCommand),
  },
});
