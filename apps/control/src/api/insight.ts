import {
  anomaliesQuery,
  anomaliesReport,
  driversQuery,
  driversReport,
  forecastQuery,
  forecastReport,
  kpisQuery,
  kpisReport,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { anomalies } from "../insight/anomalies.ts";
import { billDrivers } from "../insight/bill-drivers.ts";
import { drivers } from "../insight/drivers.ts";
import { forecast } from "../insight/forecast.ts";
import { kpis } from "../insight/kpis.ts";
import { priceProvidersOf } from "./price-providers.ts";
import { courseBounded, lengthBounded, rangeOrdered } from "./report-range.ts";
import { answers } from "./responses.ts";

const kpisRoute = createRoute({
  method: "get",
  path: "/api/kpis",
  summary:
    "The KPIs of a range with their targets, against the range of the same length before it.",
  request: { query: courseBounded(rangeOrdered(kpisQuery.strict())) },
  responses: answers("Every KPI; one that is not known says why and what it needs.", kpisReport),
});

const driversRoute = createRoute({
  method: "get",
  path: "/api/drivers",
  summary:
    "The values of a dimension that moved the cost most against the range before, each change divided into its parts, exactly.",
  request: { query: rangeOrdered(driversQuery.strict()) },
  responses: answers("The total change, its drivers and the others.", driversReport),
});

const anomaliesRoute = createRoute({
  method: "get",
  path: "/api/anomalies",
  summary:
    "Spans of a range in which spend was off what was usual, with the dollars and the cause.",
  request: { query: lengthBounded(rangeOrdered(anomaliesQuery.strict())) },
  responses: answers("The spans, or how much history is missing.", anomaliesReport),
});

const forecastRoute = createRoute({
  method: "get",
  path: "/api/forecast",
  summary:
    "What the month and the quarter (UTC) will have cost, by the method that did best on the history itself.",
  request: { query: forecastQuery.strict() },
  responses: answers("A forecast for each, or how much history is missing.", forecastReport),
});

/** What the history of spend says. */
export function registerInsight(
  api: OpenAPIHono,
  dependencies: Pick<ControlDependencies, "ledger" | "nowMs" | "prices" | "config">,
): void {
  const { ledger, nowMs, config } = dependencies;
  api.openapi(kpisRoute, async (context) =>
    context.json(await kpis(dependencies, context.req.valid("query")), 200),
  );
  api.openapi(driversRoute, async (context) => {
    const query = context.req.valid("query");
    const report = await drivers(ledger, query);
    return context.json({ ...report, ...(await billDrivers(ledger, query)) }, 200);
  });
  api.openapi(anomaliesRoute, async (context) => {
    const query = context.req.valid("query");
    return context.json(await anomalies(ledger, query, nowMs(), priceProvidersOf(config())), 200);
  });
  api.openapi(forecastRoute, async (context) => {
    const query = context.req.valid("query");
    return context.json(await forecast(ledger, query, nowMs(), priceProvidersOf(config())), 200);
  });
}
