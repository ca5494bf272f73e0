import { proposalsQuery, proposalsReport } from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
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
export function registerProposals(
  api: OpenAPIHono,
  dependencies: ProposalsRoom & Pick<ControlDependencies, "historyTurn">,
): void {
  api.openapi(proposalsRoute, async (context) => {
    const query = context.req.valid("query");
    const report = await dependencies.historyTurn(() => proposals(dependencies, query));
    return context.json(report, 200);
  });
}
