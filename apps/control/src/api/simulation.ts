import { readHistory, simulatePolicies, simulationReportOf } from "@headgate/advisor";
import { simulationReport, simulationRequest } from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { lengthBounded, rangeOrdered } from "./report-range.ts";
import { answers, jsonBody } from "./responses.ts";

const route = createRoute({
  method: "post",
  path: "/api/simulations",
  summary:
    "What the calls of a range would have cost under other policies, lever by lever, beside what they cost.",
  request: { body: jsonBody(lengthBounded(rangeOrdered(simulationRequest.strict()))) },
  responses: answers("Cost, savings and effects of the policies.", simulationReport),
});

/** Policies that are tried out before they are switched on. */
export function registerSimulation(
  api: OpenAPIHono,
  { ledger, prices, config, nowMs, state, historyTurn }: ControlDependencies,
): void {
  api.openapi(route, async (context) => {
    const { from, to, policies } = context.req.valid("json");
    const work = async () => {
      const keys = new Map((await state.listKeys()).map(({ id, name }) => [id, name]));
      const read = await readHistory({
        ...{ ledger, prices: prices(), config: config(), nowMs: nowMs() },
        ...{ fromMs: Date.parse(from), toMs: Date.parse(to) },
      });
      const simulation = await simulatePolicies(read.history, {
        now: config().policies,
        next: policies,
        // The key may be gone: then no policy is for it by name.
        keyName: (id) => keys.get(id) ?? "",
      });
      return simulationReportOf(read, simulation);
    };
    return context.json(await historyTurn(work), 200);
  });
}
