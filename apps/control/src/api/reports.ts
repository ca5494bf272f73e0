import {
  billingQuery,
  billingReport,
  callsQuery,
  callsReport,
  exploreQuery,
  exploreReport,
  spendByQuery,
  spendByReport,
  spendOverTimeQuery,
  spendOverTimeReport,
  tokensQuery,
  tokensReport,
  totalsQuery,
  totalsReport,
  unpricedQuery,
  unpricedReport,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { billPeriod } from "../billing/bill-period.ts";
import type { ControlDependencies } from "../dependencies.ts";
import { bucketsBounded, explorationBounded, rangeOrdered } from "./report-range.ts";
import { answers } from "./responses.ts";

// A filter that is spelled wrongly must not quietly select everything: unknown parameters are refused.
const totals = createRoute({
  method: "get",
  path: "/api/reports/totals",
  summary: "Sums over the calls of a time range.",
  request: { query: rangeOrdered(totalsQuery.strict()) },
  responses: answers("The sums.", totalsReport),
});

const spendOverTime = createRoute({
  method: "get",
  path: "/api/reports/spend-over-time",
  summary: "Spend in buckets of time, split by a dimension where one is named.",
  request: { query: bucketsBounded(rangeOrdered(spendOverTimeQuery.strict())) },
  responses: answers("One row a bucket and group.", spendOverTimeReport),
});

const spendBy = createRoute({
  method: "get",
  path: "/api/reports/spend-by",
  summary: "Sums for each value of a dimension, dearest first.",
  request: { query: rangeOrdered(spendByQuery.strict()) },
  responses: answers("One row a value.", spendByReport),
});

const explore = createRoute({
  method: "get",
  path: "/api/reports/explore",
  summary:
    "Every measure of calls by one dimension or two, in buckets of time where a grain is named.",
  request: { query: explorationBounded(rangeOrdered(exploreQuery.strict())) },
  responses: answers("One row a bucket, group and value of the second dimension.", exploreReport),
});

const unpriced = createRoute({
  method: "get",
  path: "/api/reports/unpriced",
  summary: "Attempts whose cost is not known, by provider, model and reason.",
  request: { query: rangeOrdered(unpricedQuery.strict()) },
  responses: answers("One row a provider, model and reason.", unpricedReport),
});

const billing = createRoute({
  method: "get",
  path: "/api/reports/billing",
  summary:
    "What the days of a range (UTC, whole) are billed as: what credits paid, what is left to pay and of each credit, and all of it in the billing currency.",
  request: { query: rangeOrdered(billingQuery.strict()) },
  responses: answers("The bill of the days.", billingReport),
});

const tokens = createRoute({
  method: "get",
  path: "/api/reports/tokens",
  summary:
    "Where tokens went: parts of prompts (estimated), cache, output and reasoning, and what levers saved and took away.",
  request: { query: bucketsBounded(rangeOrdered(tokensQuery.strict())) },
  responses: answers(
    "The whole range, by a dimension and in buckets of time where they are named, and by lever.",
    tokensReport,
  ),
});

const calls = createRoute({
  method: "get",
  path: "/api/calls",
  summary: "Calls of a time range, filtered and sorted.",
  request: { query: rangeOrdered(callsQuery.strict()) },
  responses: answers("A page of calls and how many there are in all.", callsReport),
});

export function registerReports(
  api: OpenAPIHono,
  { ledger, prices, config }: ControlDependencies,
): void {
  api.openapi(billing, async (context) => {
    const query = context.req.valid("query");
    const answer = await billPeriod({ ledger, book: prices(), config: config(), query });
    return context.json(answer, 200);
  });
  api.openapi(totals, async (context) =>
    context.json(await ledger.report("totals", context.req.valid("query")), 200),
  );
  api.openapi(spendOverTime, async (context) =>
    context.json(await ledger.report("spend-over-time", context.req.valid("query")), 200),
  );
  api.openapi(spendBy, async (context) =>
    context.json(await ledger.report("spend-by", context.req.valid("query")), 200),
  );
  api.openapi(explore, async (context) =>
    context.json(await ledger.report("explore", context.req.valid("query")), 200),
  );
  api.openapi(unpriced, async (context) =>
    context.json(await ledger.report("unpriced", context.req.valid("query")), 200),
  );
  api.openapi(tokens, async (context) =>
    context.json(await ledger.report("tokens", context.req.valid("query")), 200),
  );
  api.openapi(calls, async (context) =>
    context.json(await ledger.report("calls", context.req.valid("query")), 200),
  );
}
