import { modelsQuery, modelsResponse } from "@headgate/contract";
import { loadModelCatalogue, type ModelCatalogue, pageOfModels } from "@headgate/pricing";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { answers } from "./responses.ts";

const route = createRoute({
  method: "get",
  path: "/api/models",
  summary: "What models can do, what tier they are of and what they cost, a page at a time.",
  request: { query: modelsQuery.strict() },
  responses: answers(
    "The models with their facts, each fact with its source, and how many there are.",
    modelsResponse,
  ),
});

export function registerModels(
  api: OpenAPIHono,
  { config, prices, nowMs }: Pick<ControlDependencies, "config" | "prices" | "nowMs">,
): void {
  // Joined once for a book, a configuration and a day, not for each page.
  let joined: Readonly<{ of: readonly unknown[]; catalogue: ModelCatalogue }> | undefined;
  api.openapi(route, (context) => {
    const atMs = nowMs();
    const at = new Date(atMs).toISOString().slice(0, 10);
    const of = [prices(), config(), at] as const;
    if (joined === undefined || joined.of.some((part, index) => part !== of[index]))
      joined = { of, catalogue: loadModelCatalogue(prices(), config(), { atMs }) };
    const { catalogue } = joined;
    return context.json(
      pageOfModels(prices(), catalogue, { ...context.req.valid("query"), at }),
      200,
    );
  });
}
