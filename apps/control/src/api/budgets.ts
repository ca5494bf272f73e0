import { budgetsResponse } from "@headgate/contract";
import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { answers } from "./responses.ts";

const list = createRoute({
  method: "get",
  path: "/api/budgets",
  summary: "The configured budgets: what is spent, set aside and free, and when they open again.",
  responses: answers("The budgets, in the order of headgate.yaml.", budgetsResponse),
});

export function registerBudgets(
  api: OpenAPIHono,
  { budgets }: Pick<ControlDependencies, "budgets">,
): void {
  api.openapi(list, async (context) => context.json(await budgets.standings(), 200));
}
