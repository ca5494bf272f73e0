import { defineCommand } from "citty";

/** `headgate`; each command is loaded when it is called. */
export const rootCommand = defineCommand({
  meta: {
    name: "headgate",
    description: "Headgate: see, plan, act on and prove what AI spend comes to.",
  },
  subCommands: {
    start: () => import("./commands/start.ts").then((module) => module.startCommand),
    demo: () => import("./commands/demo.ts").then((module) => module.demoCommand),
    keys: () => import("./commands/keys.ts").then((module) => module.keysCommand),
    analyze: () => import("./commands/analyze.ts").then((module) => module.analyzeCommand),
    import: () => import("./commands/import.ts").then((module) => module.importCommand),
    sources: () => import("./commands/sources.ts").then((module) => module.sourcesCommand),
    alarms: () => import("./commands/alarms.ts").then((module) => module.alarmsCommand),
    budgets: () => import("./commands/budgets.ts").then((module) => module.budgetsCommand),
    report: () => import("./commands/report.ts").then((module) => module.reportCommand),
    weekly: () => import("./commands/weekly.ts").then((module) => module.weeklyCommand),
    insight: () => import("./commands/insight.ts").then((module) => module.insightCommand),
    export: () => import("./commands/export.ts").then((module) => module.exportCommand),
    outcomes: () => import("./commands/outcomes.ts").then((module) => module.outcomesCommand),
    routing: () => import("./commands/routing.ts").then((module) => module.routingCommand),
    cache: () => import("./commands/cache.ts").then((module) => module.cacheCommand),
    batch: () => import("./commands/batch.ts").then((module) => module.batchCommand),
    prompts: () => import("./commands/prompts.ts").then((module) => module.promptsCommand),
    experiments: () =>
      import("./commands/experiments.ts").then((module) => module.experimentsCommand),
    recommendations: () =>
      import("./commands/recommendations.ts").then((module) => module.recommendationsCommand),
    simulate: () => import("./commands/simulate.ts").then((module) => module.simulateCommand),
    reconcile: () => import("./commands/reconcile.ts").then((module) => module.reconcileCommand),
    plan: () => import("./commands/plan.ts").then((module) => module.planCommand),
    prices: () => import("./commands/prices.ts").then((module) => module.pricesCommand),
    models: () => import("./commands/models.ts").then((module) => module.modelsCommand),
    doctor: () => import("./commands/doctor.ts").then((module) => module.doctorCommand),
    migrate: () => import("./commands/migrate.ts").then((module) => module.migrateCommand),
    replay: () => import("./commands/replay.ts").then((module) => module.replayCommand),
  },
});
