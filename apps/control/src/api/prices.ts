import { pricesQuery, pricesResponse } from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { answers } from "./responses.ts";

const route = createRoute({
  method: "get",
  path: "/api/prices",
  summary: "The price book as it holds on a day.",
  request: { query: pricesQuery.strict() },
  responses: answers("The models with their dated, sourced prices.", pricesResponse),
});

export function registerPrices(api: OpenAPIHono, { prices, nowMs }: ControlDependencies): void {
  api.openapi(route, (context) => {
    const { provider, model, at = utcDay(nowMs()) } = context.req.valid("query");
    const models = prices.list({
      at,
      ...(provider !== undefined && { provider }),
      ...(model !== undefined && { model }),
    });
    return context.json({ at, models }, 200);
  });
}

const utcDay = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);
