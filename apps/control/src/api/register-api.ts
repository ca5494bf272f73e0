import { HeadgateError } from "@headgate/contract";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import type { ControlDependencies } from "../dependencies.ts";
import type { AdminSessions } from "../http/admin-sessions.ts";
import { csvAnswers } from "../http/csv-answers.ts";
import { guardManagement } from "../http/request-guard.ts";
import { managementUnlessHeld } from "../migration/unless-held.ts";
import { registerAlarms } from "./alarms.ts";
import { registerBatches } from "./batches.ts";
import { registerBudgets } from "./budgets.ts";
import { registerCaches } from "./caches.ts";
import { registerCalls } from "./calls.ts";
import { registerExperiments } from "./experiments.ts";
import { registerExports } from "./exports.ts";
import { registerImports } from "./imports.ts";
import { registerInsight } from "./insight.ts";
import { registerKeys } from "./keys.ts";
import { registerLive } from "./live.ts";
import { registerMigration } from "./migration.ts";
import { registerModelOffers } from "./model-offers.ts";
import { registerModels } from "./models.ts";
import { registerOpenApi } from "./openapi.ts";
import { registerOutcomes } from "./outcomes.ts";
import { registerPlanCommitments } from "./plan-commitments.ts";
import { registerPlanGpus } from "./plan-gpus.ts";
import { registerPlanSelfHost } from "./plan-self-host.ts";
import { registerPrices } from "./prices.ts";
import { registerProposals } from "./proposals.ts";
import { registerRecommendations } from "./recommendations.ts";
import { registerReconcile } from "./reconcile.ts";
import { registerReports } from "./reports.ts";
import { registerRerate } from "./rerate.ts";
import { registerRouting } from "./routing.ts";
import { registerSession } from "./session.ts";
import { registerSimulation } from "./simulation.ts";
import { registerSpendReports } from "./spend-reports.ts";
import { registerStatus } from "./status.ts";
import { registerWeekly } from "./weekly.ts";

/** Ten thousand of clients' ids of the longest kind, with room to spare. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** The management API under `/api`, behind its guard. */
export function registerApi(
  api: OpenAPIHono,
  dependencies: ControlDependencies,
  sessions: AdminSessions,
): void {
  api.use("/api/*", guardManagement(dependencies.config().listen.host, sessions));
  api.use(
    "/api/*",
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new HeadgateError(
          "body_too_large",
          `The management API takes ${MAX_BODY_BYTES} bytes.`,
        );
      },
    }),
  );
  api.use("/api/*", csvAnswers);
  api.use("/api/*", managementUnlessHeld(dependencies.storesHold));
  const before = api.routes.length;
  registerStatus(api, dependencies);
  registerReports(api, dependencies);
  registerSpendReports(api, dependencies);
  registerWeekly(api, dependencies);
  registerExports(api, dependencies);
  registerInsight(api, dependencies);
  registerProposals(api, dependencies);
  registerPlanSelfHost(api, dependencies);
  registerRecommendations(api, dependencies);
  registerSimulation(api, dependencies);
  registerExperiments(api, dependencies);
  registerPlanGpus(api, dependencies);
  registerReconcile(api, dependencies);
  registerCalls(api, dependencies);
  registerCaches(api, dependencies);
  registerRouting(api, dependencies);
  registerKeys(api, dependencies);
  registerPlanCommitments(api, dependencies);
  registerPrices(api, dependencies);
  registerModels(api, dependencies);
  registerModelOffers(api, dependencies);
  registerRerate(api, dependencies);
  registerMigration(api, dependencies);
  registerImports(api, dependencies);
  registerOutcomes(api, dependencies);
  registerAlarms(api, dependencies);
  registerBatches(api, dependencies);
  registerBudgets(api, dependencies);
  registerSession(api, sessions);
  registerLive(api, dependencies.liveFeed);
  registerOpenApi(api);
  refuseOtherMethods(api, api.routes.slice(before));
  api.all("/api/*", (context) => {
    throw new HeadgateError("not_found", `The management API has no ${context.req.path}.`);
  });
}

/** A path that exists says which methods it takes, instead of not being found. */
function refuseOtherMethods(api: OpenAPIHono, routes: OpenAPIHono["routes"]): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const declared = routes.filter((route) => route.path === path);
    const allowed = [...new Set(declared.map((route) => route.method))].join(", ");
    api.all(path, (context) => {
      throw new HeadgateError(
        "method_not_allowed",
        `${context.req.path} takes ${allowed}, not ${context.req.method}.`,
      );
    });
  }
}
