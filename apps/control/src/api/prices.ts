import {
  disagreementsQuery,
  disagreementsResponse,
  estimateRequest,
  estimateResponse,
  priceHistoryQuery,
  priceHistoryResponse,
  pricesPage,
  pricesQuery,
  type Usage,
  usageComponents,
} from "@headgate/contract";
import {
  createEstimate,
  disagreementsOf,
  estimateTerms,
  priceHistory,
  readKeptCatalogues,
} from "@headgate/pricing";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { pageOfPrices } from "./page-of-prices.ts";
import { answers, jsonBody } from "./responses.ts";

const route = createRoute({
  method: "get",
  path: "/api/prices",
  summary: "The price book as it holds on a day, a page of models at a time.",
  request: { query: pricesQuery.strict() },
  responses: answers(
    "The models with their dated, sourced prices, and how many there are.",
    pricesPage,
  ),
});

const history = createRoute({
  method: "get",
  path: "/api/prices/history",
  summary:
    "All that was ever recorded of a model's prices, and the days on which each record holds.",
  request: { query: priceHistoryQuery.strict() },
  responses: answers("The models of that name; none when the book has none.", priceHistoryResponse),
});

const disagreements = createRoute({
  method: "get",
  path: "/api/prices/disagreements",
  summary: "Where the price book and the catalogues that were imported disagree, with the sources.",
  request: { query: disagreementsQuery.strict() },
  responses: answers("The disagreements; nobody is outvoted.", disagreementsResponse),
});

const estimate = createRoute({
  method: "post",
  path: "/api/prices/estimate",
  summary: "What calls would cost at list prices and by your overlays, models side by side.",
  request: { body: jsonBody(estimateRequest) },
  responses: answers("One row a model.", estimateResponse),
});

export function registerPrices(
  api: OpenAPIHono,
  { config, prices, pricesFolder, nowMs }: ControlDependencies,
): void {
  api.openapi(route, (context) => {
    const query = context.req.valid("query");
    const { model, at = utcDay(nowMs()) } = query;
    const models = prices().list({ at, ...(model !== undefined && { model }) });
    return context.json({ at, ...pageOfPrices(models, query) }, 200);
  });
  api.openapi(history, (context) => {
    const { provider, model } = context.req.valid("query");
    const today = utcDay(nowMs());
    return context.json(
      priceHistory(prices(), { model, today, ...(provider !== undefined && { provider }) }),
      200,
    );
  });
  api.openapi(disagreements, (context) => {
    const { provider, model } = context.req.valid("query");
    const found = disagreementsOf(prices(), readKeptCatalogues(pricesFolder), {
      ...(provider !== undefined && { provider }),
      ...(model !== undefined && { model }),
    });
    return context.json(found, 200);
  });
  api.openapi(estimate, (context) => {
    const { models, usage, calls, tier, scope, region, at } = context.req.valid("json");
    const asked = { models, tier, scope, region, at: at ?? utcDay(nowMs()) };
    const terms = estimateTerms(config());
    const costs = createEstimate(prices(), { ...asked, usageOrigin: "provider", terms });
    costs.add(usage, calls);
    return context.json(
      {
        at: asked.at,
        tier,
        scope: scope ?? null,
        region: region ?? null,
        terms: "the configuration that runs",
        calls,
        usage: timesOf(usage, calls),
        usage_note: null,
        rows: costs.rows(),
      },
      200,
    );
  });
}

/** What all calls use together. */
const timesOf = (usage: Usage, calls: number): Usage => {
  const total: Partial<Record<keyof Usage, number>> = {};
  for (const component of usageComponents) {
    const quantity = usage[component];
    if (quantity !== undefined) total[component] = quantity * calls;
  }
  return total;
};

const utcDay = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
