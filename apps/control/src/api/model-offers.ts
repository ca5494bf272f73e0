import { modelOffersQuery, modelOffersReport } from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { modelOffers } from "../proposals/model-offers.ts";
import type { ProposalsRoom } from "../proposals/proposals.ts";
import { lengthBounded, rangeOrdered } from "./report-range.ts";
import { answers } from "./responses.ts";

const offersRoute = createRoute({
  method: "get",
  path: "/api/models/offers",
  summary:
    "Models of the catalogue that no pool has, which tasks of a range's calls they could take, and what that would save.",
  request: { query: lengthBounded(rangeOrdered(modelOffersQuery.strict())) },
  responses: answers("Offers, the most dollars first.", modelOffersReport),
});

/** What models that are new could take. */
export function registerModelOffers(
  api: OpenAPIHono,
  dependencies: ProposalsRoom & Pick<ControlDependencies, "historyTurn">,
): void {
  api.openapi(offersRoute, async (context) => {
    const query = context.req.valid("query");
    const offers = await dependencies.historyTurn(() => modelOffers(dependencies, query));
    return context.json(offers, 200);
  });
}
