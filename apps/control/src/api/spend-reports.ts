import {
  billByQuery,
  billByReport,
  billedMachinesQuery,
  billedMachinesReport,
  billOverTimeQuery,
  billOverTimeReport,
  precedenceQuery,
  precedenceReport,
  sharedQuery,
  sharedReport,
  spendQuery,
  spendReport,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { sharedCosts } from "../billing/shared-costs.ts";
import type { ControlDependencies } from "../dependencies.ts";
import { priceProvidersOf } from "./price-providers.ts";
import { bucketsBounded, rangeOrdered } from "./report-range.ts";
import { answers } from "./responses.ts";

// A filter that is spelled wrongly must not quietly select everything: unknown parameters are refused.
const spend = createRoute({
  method: "get",
  path: "/api/reports/spend",
  summary:
    "What was spent, each dollar once: bills where they cover a provider's account and day, calls where none does.",
  request: { query: rangeOrdered(spendQuery.strict()) },
  responses: answers("One row a part, group and currency.", spendReport),
});

const billBy = createRoute({
  method: "get",
  path: "/api/reports/bill-by",
  summary: "Sums over bill lines for each value of a dimension or tag, by currency.",
  request: { query: rangeOrdered(billByQuery.strict()) },
  responses: answers("One row a value and currency.", billByReport),
});

const billOverTime = createRoute({
  method: "get",
  path: "/api/reports/bill-over-time",
  summary:
    "Sums over bill lines in buckets of time, split by a dimension or tag where one is named.",
  request: { query: bucketsBounded(rangeOrdered(billOverTimeQuery.strict())) },
  responses: answers("One row a bucket, group and currency.", billOverTimeReport),
});

const billedMachines = createRoute({
  method: "get",
  path: "/api/reports/billed-machines",
  summary:
    "Machines with accelerators on the bills: hours by meter and by how they were paid, and SageMaker's endpoints.",
  request: { query: rangeOrdered(billedMachinesQuery.strict()) },
  responses: answers(
    "A row a meter, region and way of paying; one an endpoint.",
    billedMachinesReport,
  ),
});

const precedence = createRoute({
  method: "get",
  path: "/api/reports/precedence",
  summary:
    "Whose rows count where several sources saw one call, or two bills are about the same money.",
  request: { query: rangeOrdered(precedenceQuery.strict()) },
  responses: answers("Calls and bills by their source, in order of precedence.", precedenceReport),
});

const shared = createRoute({
  method: "get",
  path: "/api/reports/shared",
  summary:
    "What each value of a label costs of its own, and its part of the costs that the rules of attribution.shared split.",
  request: { query: rangeOrdered(sharedQuery.strict()) },
  responses: answers("One row a value and currency; the totals are what was spent.", sharedReport),
});

/** Reports over all that came in: calls of any source, and bills. */
export function registerSpendReports(
  api: OpenAPIHono,
  { ledger, config }: ControlDependencies,
): void {
  api.openapi(spend, async (context) => {
    const question = { ...context.req.valid("query"), providers: priceProvidersOf(config()) };
    return context.json(await ledger.report("spend", question), 200);
  });
  api.openapi(billBy, async (context) =>
    context.json(await ledger.report("bill-by", context.req.valid("query")), 200),
  );
  api.openapi(billOverTime, async (context) =>
    context.json(await ledger.report("bill-over-time", context.req.valid("query")), 200),
  );
  api.openapi(billedMachines, async (context) =>
    context.json(await ledger.report("billed-machines", context.req.valid("query")), 200),
  );
  api.openapi(shared, async (context) =>
    context.json(await sharedCosts(ledger, config(), context.req.valid("query")), 200),
  );
  api.openapi(precedence, async (context) =>
    context.json(await ledger.report("precedence", context.req.valid("query")), 200),
  );
}
