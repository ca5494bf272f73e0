import { budgetExplanation, budgetsResponse } from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { explainCall } from "../budgets/explain-call.ts";
import type { ControlDependencies } from "../dependencies.ts";
import { answers } from "./responses.ts";

const list = createRoute({
  method: "get",
  path: "/api/budgets",
  summary: "The configured budgets: what is spent, set aside and free, and when they open again.",
  responses: answers("The budgets, in the order of headgate.yaml.", budgetsResponse),
});

const explain = createRoute({
  method: "get",
  path: "/api/budgets/calls/{id}",
  summary: "To which budgets a call counts, and what each of its attempts came to.",
  request: { params: z.object({ id: z.string().max(200) }) },
  responses: answers("By attempt, as headgate.yaml is now.", budgetExplanation),
});

export function registerBudgets(
  api: OpenAPIHono,
  { budgets, ledger, config }: Pick<ControlDependencies, "budgets" | "ledger" | "config">,
): void {
  api.openapi(explain, async (context) =>
    context.json(await explainCall(ledger, config(), context.req.valid("param").id), 200),
  );
  api.openapi(list, async (context) => context.json(await budgets.standings(), 200));
}
