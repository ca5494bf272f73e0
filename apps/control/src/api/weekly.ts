import { weeklyQuery, weeklyReport } from "@headgate/contract";
import { renderHtml } from "@headgate/page";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { rangeBefore } from "../insight/compare-usage.ts";
import { loadWeekly } from "../weekly/load-weekly.ts";
import { weeklyPage } from "../weekly/weekly-page.ts";
import { answers, failure } from "./responses.ts";

const DAY_MS = 86_400_000;

const report = createRoute({
  method: "get",
  path: "/api/reports/weekly",
  summary:
    "A week of spend against the week before: the seven days before today (UTC) unless said.",
  request: { query: weeklyQuery.strict() },
  responses: answers("The report.", weeklyReport),
});

const page = createRoute({
  method: "get",
  path: "/api/reports/weekly/page",
  summary: "The same as one HTML file that needs nothing beside it.",
  request: { query: weeklyQuery.strict() },
  responses: {
    200: { description: "The page.", content: { "text/html": { schema: z.string() } } },
    default: failure,
  },
});

/** Weekly reports that are made when somebody asks. */
export function registerWeekly(
  api: OpenAPIHono,
  dependencies: Pick<ControlDependencies, "ledger" | "prices" | "config" | "loader" | "nowMs">,
): void {
  const load = ({ to, ...filter }: z.output<typeof weeklyQuery>) => {
    const now = dependencies.nowMs();
    const toMs = to === undefined ? now - (now % DAY_MS) : Date.parse(to);
    const period = {
      from: new Date(toMs - 7 * DAY_MS).toISOString(),
      to: new Date(toMs).toISOString(),
    };
    const before = rangeBefore(period);
    const week = { period, before, timeZone: "UTC", dueMs: null };
    return loadWeekly(dependencies, { name: null, filter, ...week });
  };
  api.openapi(report, async (context) => context.json(await load(context.req.valid("query")), 200));
  api.openapi(page, async (context) =>
    context.html(renderHtml(weeklyPage(await load(context.req.valid("query"))))),
  );
}
