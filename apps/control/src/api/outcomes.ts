import {
  addOutcomesRequest,
  addOutcomesResponse,
  chargesQuery,
  HeadgateError,
  outcomeDetailReport,
  outcomeListQuery,
  outcomeListReport,
  outcomesQuery,
  outcomesReport,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { bucketsOfOutcomesBounded, lengthBounded, rangeOrdered } from "./report-range.ts";
import { answers, jsonBody } from "./responses.ts";

const add = createRoute({
  method: "post",
  path: "/api/outcomes",
  summary:
    "Adds business events, all of a request or none. One that comes again under its id replaces the one before; the same changes nothing.",
  request: { body: jsonBody(addOutcomesRequest) },
  responses: answers("What became of them.", addOutcomesResponse),
});

const list = createRoute({
  method: "get",
  path: "/api/outcomes",
  summary: "Single outcomes of a range: how each came to its calls, and its share of their cost.",
  request: { query: lengthBounded(rangeOrdered(outcomeListQuery.strict())) },
  responses: answers("One page of outcomes.", outcomeListReport),
});

const report = createRoute({
  method: "get",
  path: "/api/outcomes/report",
  summary:
    "What outcomes cost, failed attempts and retries included and told apart, by name, step of time and dimension; and which calls are under none.",
  request: { query: bucketsOfOutcomesBounded(lengthBounded(rangeOrdered(outcomesQuery.strict()))) },
  responses: answers("Sums by name, and what they leave out.", outcomesReport),
});

const one = createRoute({
  method: "get",
  path: "/api/outcomes/{id}/calls",
  summary: "One outcome: its keys, and the calls behind it with what each costs it.",
  request: { params: z.object({ id: z.string().max(200) }), query: chargesQuery.strict() },
  responses: answers("The outcome and its calls.", outcomeDetailReport),
});

/** Business events, and what they cost. */
export function registerOutcomes(
  api: OpenAPIHono,
  { ledger, nowMs }: Pick<ControlDependencies, "ledger" | "nowMs">,
): void {
  api.openapi(add, async (context) => {
    const { outcomes } = context.req.valid("json");
    return context.json(await ledger.addOutcomes({ outcomes, atMs: nowMs() }), 200);
  });
  api.openapi(list, async (context) =>
    context.json(await ledger.report("outcome-list", context.req.valid("query")), 200),
  );
  api.openapi(report, async (context) =>
    context.json(await ledger.report("outcomes", context.req.valid("query")), 200),
  );
  api.openapi(one, async (context) => {
    const { id } = context.req.valid("param");
    const detail = await ledger.report("outcome", { id, ...context.req.valid("query") });
    if (detail.outcome === null) {
      throw new HeadgateError("not_found", `There is no outcome ${id}.`);
    }
    return context.json(detail, 200);
  });
}
