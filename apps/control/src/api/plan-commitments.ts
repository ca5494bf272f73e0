import {
  commitmentsPlanSchema,
  commitmentsRequestSchema,
  planDemandQuery,
  planDemandReport,
} from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { loadInfrastructure } from "@headgate/planner";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { commitmentsPlan, demandReport } from "../plan/plan-commitments.ts";
import { rangeOrdered } from "./report-range.ts";
import { answers, jsonBody } from "./responses.ts";

const demandRoute = createRoute({
  method: "get",
  path: "/api/plan/demand",
  summary: "What demand was by the minute or hour, and how it is expected to go on.",
  request: { query: rangeOrdered(planDemandQuery.strict()) },
  responses: answers("Demand in a few figures, or why there are none.", planDemandReport),
});

const commitmentsRoute = createRoute({
  method: "post",
  path: "/api/plan/commitments",
  summary:
    "What to promise in advance: the optimum of each offer and of all together, with ranges, renewals and exports. Nothing is bought.",
  request: { body: jsonBody(rangeOrdered(commitmentsRequestSchema)) },
  responses: answers(
    "A plan, or what is missing for one. Each offer has a plan of its own, or its own reasons.",
    commitmentsPlanSchema,
  ),
});

/** Plans of commitments. */
export function registerPlanCommitments(
  api: OpenAPIHono,
  {
    ledger,
    nowMs,
    dataDirectory: root,
  }: Pick<ControlDependencies, "ledger" | "nowMs" | "dataDirectory">,
): void {
  api.openapi(demandRoute, async (context) =>
    context.json(await demandReport(ledger, context.req.valid("query"), nowMs()), 200),
  );
  api.openapi(commitmentsRoute, async (context) => {
    const book = loadInfrastructure(dataDirectory(root).infrastructure);
    const asked = context.req.valid("json");
    return context.json(await commitmentsPlan(ledger, asked, { nowMs: nowMs(), book }), 200);
  });
}
