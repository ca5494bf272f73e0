import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type OpenApp, openApp } from "../open-app.fixture.ts";

const operation = z.looseObject({
  summary: z.string(),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
});
const documentSchema = z.looseObject({
  openapi: z.literal("3.1.0"),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

let control: OpenApp;
beforeAll(async () => {
  control = await openApp();
});
afterAll(() => control.close());

test("every route of the management API is described", async () => {
  const { paths } = await control.read("/api/openapi.json", documentSchema);

  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(routes.toSorted()).toEqual([
    "DELETE /api/imports/{id}",
    "DELETE /api/keys/{id}",
    "DELETE /api/migration/hold",
    "DELETE /api/session",
    "GET /api/alarms",
    "GET /api/alarms/events",
    "GET /api/anomalies",
    "GET /api/batches",
    "GET /api/budgets",
    "GET /api/budgets/calls/{id}",
    "GET /api/cache",
    "GET /api/cache/calls/{id}",
    "GET /api/cache/prefix",
    "GET /api/calls",
    "GET /api/calls/{id}",
    "GET /api/calls/{id}/prompt",
    "GET /api/drivers",
    "GET /api/experiments",
    "GET /api/experiments/{name}",
    "GET /api/export/focus",
    "GET /api/export/focus/summary",
    "GET /api/forecast",
    "GET /api/imports",
    "GET /api/infrastructure/prices",
    "GET /api/keys",
    "GET /api/kpis",
    "GET /api/live",
    "GET /api/migration/{id}",
    "GET /api/models",
    "GET /api/models/offers",
    "GET /api/outcomes",
    "GET /api/outcomes/report",
    "GET /api/outcomes/{id}/calls",
    "GET /api/plan/demand",
    "GET /api/prices",
    "GET /api/prices/disagreements",
    "GET /api/prices/history",
    "GET /api/prices/rerate/{id}",
    "GET /api/prices/reratings",
    "GET /api/proposals",
    "GET /api/recommendations",
    "GET /api/recommendations/{id}",
    "GET /api/reconcile",
    "GET /api/reports/bill-by",
    "GET /api/reports/bill-over-time",
    "GET /api/reports/billed-machines",
    "GET /api/reports/billing",
    "GET /api/reports/cache-use",
    "GET /api/reports/explore",
    "GET /api/reports/precedence",
    "GET /api/reports/savings",
    "GET /api/reports/shared",
    "GET /api/reports/spend",
    "GET /api/reports/spend-by",
    "GET /api/reports/spend-over-time",
    "GET /api/reports/tokens",
    "GET /api/reports/totals",
    "GET /api/reports/unpriced",
    "GET /api/reports/weekly",
    "GET /api/reports/weekly/page",
    "GET /api/routing",
    "GET /api/session",
    "GET /api/sources",
    "GET /api/status",
    "POST /api/alarms/{name}/snooze",
    "POST /api/alarms/{name}/test",
    "POST /api/cache/purge",
    "POST /api/calls/known",
    "POST /api/feedback",
    "POST /api/imports",
    "POST /api/imports/{id}/batches",
    "POST /api/imports/{id}/finish",
    "POST /api/keys",
    "POST /api/migration",
    "POST /api/notifiers/{name}/test",
    "POST /api/outcomes",
    "POST /api/plan/commitments",
    "POST /api/plan/gpus",
    "POST /api/plan/self-host",
    "POST /api/prices/estimate",
    "POST /api/prices/rerate",
    "POST /api/recommendations/{id}/{action}",
    "POST /api/reconcile/take-rates",
    "POST /api/routing/dial",
    "POST /api/session",
    "POST /api/simulations",
    "POST /api/sources/{name}/pull",
  ]);
});

test("every route fails in one described shape, and money is described as text", async () => {
  const { paths, components } = await control.read("/api/openapi.json", documentSchema);

  expect(components.schemas).toHaveProperty("ApiError");
  for (const methods of Object.values(paths)) {
    for (const { responses } of Object.values(methods)) {
      expect(responses.default).toMatchObject({
        content: { "application/json": { schema: { $ref: "#/components/schemas/ApiError" } } },
      });
    }
  }
  expect(JSON.stringify(paths)).toContain(
    '"pattern":"^-?\\\\d+\\\\.\\\\d{12}$","description":"US dollars as a decimal string',
  );
});
