import { experimentDetailOf, judgeExperiment } from "@headgate/advisor";
import {
  experimentDetail,
  experimentsQuery,
  experimentsReport,
  HeadgateError,
} from "@headgate/contract";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { ControlDependencies } from "../dependencies.ts";
import { beganBefore, saidOfRange } from "../experiments/began-before.ts";
import { feedbackOf } from "../experiments/feedback-of.ts";
import { lengthBounded, rangeOrdered } from "./report-range.ts";
import { answers } from "./responses.ts";

const query = lengthBounded(rangeOrdered(experimentsQuery.strict()));

const listRoute = createRoute({
  method: "get",
  path: "/api/experiments",
  summary:
    "Every experiment of a range: what levers save by the sessions that are held out of them, and whether answers stay as good.",
  request: { query },
  responses: answers(
    "Experiments by their names; none where nothing is held out.",
    experimentsReport,
  ),
});

const oneRoute = createRoute({
  method: "get",
  path: "/api/experiments/{name}",
  summary: "One experiment, and how its interval stood at the end of each day of the range.",
  request: { params: z.object({ name: z.string().min(1).max(140) }), query },
  responses: answers("The experiment.", experimentDetail),
});

/** What hold-outs say. */
export function registerExperiments(
  api: OpenAPIHono,
  { ledger, state }: Pick<ControlDependencies, "ledger" | "state">,
): void {
  api.openapi(listRoute, async (context) => {
    const asked = context.req.valid("query");
    const feedback = await feedbackOf(state, asked);
    const days = await ledger.report("experiments", { ...asked, feedback });
    const names = [...new Set(days.map(({ experiment }) => experiment))];
    const experiments = names.flatMap((name) => {
      const found = judgeExperiment(
        name,
        days.filter(({ experiment }) => experiment === name),
      );
      return found === undefined ? [] : [found];
    });
    const before = await beganBefore(ledger, asked);
    return context.json({ experiments: experiments.map((one) => saidOfRange(one, before)) }, 200);
  });
  api.openapi(oneRoute, async (context) => {
    const { name } = context.req.valid("param");
    const asked = context.req.valid("query");
    const days = await ledger.report("experiments", {
      ...asked,
      experiment: name,
      feedback: await feedbackOf(state, asked),
    });
    const found = experimentDetailOf(name, days);
    if (found === undefined) {
      throw new HeadgateError(
        "not_found",
        `No call of this range was in an experiment "${name}"; GET /api/experiments names those that there were.`,
      );
    }
    const before = await beganBefore(ledger, { ...asked, experiment: name });
    return context.json(saidOfRange(found, before), 200);
  });
}
