import { proposalsQuery, proposalsReport } from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { type ProposalsRoom, proposals } from "../proposals/proposals.ts";
import { lengthBounded, rangeOrdered } from "./report-range.ts";
import { answers } from "./responses.ts";

const proposalsRoute = createRoute({
  method: "get",
  path: "/api/proposals",
  summary:
    "What each lever would have saved on the calls of a range, tried out on these very calls, and what would have to change for it.",
  request: { query: lengthBounded(rangeOrdered(proposalsQuery.strict())) },
  responses: answers(
    "Proposals, the most dollars first, and why nothing is proposed where that is not known.",
    proposalsReport,
  ),
});

/** What levers propose. */
export function registerProposals(api: OpenAPIHono, dependencies: ProposalsRoom): void {
  // One after the other: each holds a history in memory.
  let before: Promise<unknown> = Promise.resolve();
  api.openapi(proposalsRoute, async (context) => {
    const query = context.req.valid("query");
    const made = before.then(() => proposals(dependencies, query));
    before = made.catch(() => undefined);
    return context.json(await made, 200);
  });
}
