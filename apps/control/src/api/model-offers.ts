import { modelOffersQuery, modelOffersReport } from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
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
export function registerModelOffers(api: OpenAPIHono, dependencies: ProposalsRoom): void {
  // One after the other: pricing calls at many models takes seconds.
  let before: Promise<unknown> = Promise.resolve();
  api.openapi(offersRoute, async (context) => {
    const query = context.req.valid("query");
    const made = before.then(() => modelOffers(dependencies, query));
    before = made.catch(() => undefined);
    return context.json(await made, 200);
  });
}
