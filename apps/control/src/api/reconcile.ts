import { reconcileQuery, reconcileReport } from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { reconcileRange } from "../billing/reconcile-range.ts";
import type { ControlDependencies } from "../dependencies.ts";
import { rangeOrdered } from "./report-range.ts";
import { answers } from "./responses.ts";

// A filter that is spelled wrongly must not quietly select everything: unknown parameters are refused.
const route = createRoute({
  method: "get",
  path: "/api/reconcile",
  summary:
    "How far calls explain the bills of a range, and the rest by cause: coverage, quantity, rate, timing, non-usage, unexplained.",
  request: { query: rangeOrdered(reconcileQuery.strict()) },
  responses: answers(
    "Groups, totals, the largest differences and the rates found.",
    reconcileReport,
  ),
});

/** The ledger's calls against the bills. */
export function registerReconcile(api: OpenAPIHono, dependencies: ControlDependencies): void {
  api.openapi(route, async (context) =>
    context.json(await reconcileRange(dependencies, context.req.valid("query")), 200),
  );
}
