import {
  infrastructurePricesQuery,
  infrastructurePricesResponse,
  planGpusRequest,
  planGpusResponse,
} from "@headgate/contract";
import { dataDirectory } from "@headgate/ledger";
import { listPrices, loadInfrastructure } from "@headgate/planner";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { createInTurn } from "../in-turn.ts";
import { type GpuPlanRoom, gpuPlan } from "../plans/gpu-plan.ts";
import { answers, jsonBody } from "./responses.ts";

const planRoute = createRoute({
  method: "post",
  path: "/api/plan/gpus",
  summary:
    "What machines and small models could do with less: sizes, times, places together, spot; from what was measured of them. Nothing is applied.",
  request: { body: jsonBody(planGpusRequest.strict()) },
  responses: answers(
    "A plan with dollars, ranges, evidence and the age of every price; or why there is none.",
    planGpusResponse,
  ),
});

const pricesRoute = createRoute({
  method: "get",
  path: "/api/infrastructure/prices",
  summary: "What hours of machines cost on a day, how old each price is, and where lists disagree.",
  request: { query: infrastructurePricesQuery.strict() },
  responses: answers("The prices; none where no list has one.", infrastructurePricesResponse),
});

/** Plans of machines, and the prices that they rest on. */
export function registerPlanGpus(api: OpenAPIHono, dependencies: GpuPlanRoom): void {
  // One after the other: each reads a month of measurements, and the solver takes a processor.
  const inTurn = createInTurn();
  api.openapi(planRoute, async (context) => {
    const request = context.req.valid("json");
    return context.json(await inTurn(() => gpuPlan(dependencies, request)), 200);
  });
  api.openapi(pricesRoute, (context) => {
    const { day, ...wanted } = context.req.valid("query");
    const book = loadInfrastructure(dataDirectory(dependencies.dataDirectory).infrastructure);
    const today = new Date(dependencies.nowMs()).toISOString().slice(0, 10);
    return context.json(listPrices(book, { ...wanted, day: day ?? today }), 200);
  });
}
