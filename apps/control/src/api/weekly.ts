import { weeklyQuery, weeklyReport } from "@headgate/contract";
import { renderHtml } from "@headgate/page";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { loadWeekly } from "../weekly/load-weekly.ts";
import { weekBefore } from "../weekly/week-before.ts";
import { weeklyPage } from "../weekly/weekly-page.ts";
import { answers, failure } from "./responses.ts";

const report = createRoute({
  method: "get",
  path: "/api/reports/weekly",
  summary:
    "A week of spend against the week before: the seven days before today unless said, by the clocks of `time_zone`.",
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
  const load = ({ to, time_zone: timeZone, ...filter }: z.output<typeof weeklyQuery>) => {
    const toMs = to === undefined ? undefined : Date.parse(to);
    const found = weekBefore({ toMs, timeZone }, dependencies.nowMs());
    const moment = (ms: number): string => new Date(ms).toISOString();
    const period = { from: moment(found.fromMs), to: moment(found.toMs) };
    const before = { from: moment(found.beforeFromMs), to: period.from };
    const week = { period, before, timeZone, dueMs: null };
    return loadWeekly(dependencies, { name: null, filter, ...week });
  };
  api.openapi(report, async (context) => context.json(await load(context.req.valid("query")), 200));
  api.openapi(page, async (context) =>
    context.html(renderHtml(weeklyPage(await load(context.req.valid("query"))))),
  );
}
