import {
  reconcileQuery,
  reconcileReport,
  takeRatesRequest,
  takeRatesResponse,
} from "@headgate/contract";
import { readTakenRates } from "@headgate/pricing";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { reconcileRange } from "../billing/reconcile-range.ts";
import { takeRates } from "../billing/take-rates.ts";
import type { ControlDependencies } from "../dependencies.ts";
import { rangeOrdered } from "./report-range.ts";
import { answers, jsonBody } from "./responses.ts";

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

const take = createRoute({
  method: "post",
  path: "/api/reconcile/take-rates",
  summary:
    "Takes prices that bills of a range show over as dated overlays of the price folder; without `apply` tells what would be taken.",
  request: { body: jsonBody(rangeOrdered(takeRatesRequest)) },
  responses: answers("The rates, and what becomes of each.", takeRatesResponse),
});

/** The ledger's calls against the bills. */
export function registerReconcile(api: OpenAPIHono, dependencies: ControlDependencies): void {
  api.openapi(route, async (context) => {
    const taken = readTakenRates(dependencies.pricesFolder).map(({ source }) => source.found);
    return context.json(await reconcileRange(dependencies, context.req.valid("query"), taken), 200);
  });
  api.openapi(take, async (context) => {
    const asked = context.req.valid("json");
    const take = () => takeRates(dependencies, asked);
    const taken = await (asked.apply ? dependencies.sharedPrices.change(take) : take());
    if (taken.applied) {
      const names = taken.rates
        .filter(({ state }) => state === "new" || state === "changed")
        .map(({ overlay }) => overlay.name);
      dependencies.log.info({ names }, "rates of bills were taken over as overlays");
    }
    return context.json(taken, 200);
  });
}
