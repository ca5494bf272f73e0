import {
  recommendationActionRequest,
  recommendationActions,
  recommendationDetail,
  recommendationsAnswer,
  recommendationsPending,
  recommendationsQuery,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { lengthBounded, rangeOrdered } from "./report-range.ts";
import { answers, jsonBody } from "./responses.ts";

const id = z.string().min(1).max(64);

const listRoute = createRoute({
  method: "get",
  path: "/api/recommendations",
  summary:
    "What should change, worth most first: each beside those that act before it, so that no dollar is saved twice.",
  request: { query: lengthBounded(rangeOrdered(recommendationsQuery.strict())) },
  responses: {
    ...answers("Recommendations, and how far the programme is.", recommendationsAnswer),
    202: {
      description: "None are worked out yet: how far that is. Ask again.",
      content: { "application/json": { schema: recommendationsPending } },
    },
  },
});

const oneRoute = createRoute({
  method: "get",
  path: "/api/recommendations/{id}",
  summary: "One recommendation, what applying it writes, and what it came to since.",
  request: { params: z.object({ id }) },
  responses: answers("The recommendation.", recommendationDetail),
});

const actRoute = createRoute({
  method: "post",
  path: "/api/recommendations/{id}/{action}",
  summary: "Accepts, applies, dismisses, opens again or reverts a recommendation.",
  request: {
    params: z.object({ id, action: z.enum(recommendationActions) }),
    body: jsonBody(recommendationActionRequest),
  },
  responses: answers("The recommendation as it stands then.", recommendationDetail),
});

/** What is recommended, and what is done about it. */
export function registerRecommendations(
  api: OpenAPIHono,
  { recommendations }: Pick<ControlDependencies, "recommendations">,
): void {
  api.openapi(listRoute, async (context) => {
    const { set, ...range } = context.req.valid("query");
    if (set === "computed") return context.json(await recommendations.computed(range), 200);
    const kept = await recommendations.kept(range);
    return "recommendations" in kept ? context.json(kept, 200) : context.json(kept, 202);
  });
  api.openapi(oneRoute, async (context) =>
    context.json(await recommendations.detail(context.req.valid("param").id), 200),
  );
  api.openapi(actRoute, async (context) => {
    const { id: which, action } = context.req.valid("param");
    return context.json(await recommendations.act(which, action, context.req.valid("json")), 200);
  });
}
