import type { NotPlanned, SelfHostPlanRequest } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { openModelNamed, planSelfHost, toMicrodollars } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import { type DearModel, dearestModels } from "./dearest-models.ts";
import { callsDemand } from "./demand-left.ts";
import { findingOfSelfHost, savedByHosting, whyNotHosted } from "./finding-of-self-host.ts";
import type { PlanFacts, Planned } from "./plan-facts.ts";
import type { Hosted } from "./propose-commitments.ts";

/** Each is a plan of four hundred cases. */
const MOST_MODELS = 6;
/** Where nobody says what would be rented: what most who host on AWS rent for large models, at its list price. */
const usualMachine = {
  kind: "listed",
  provider: "aws",
  sku: "p5.48xlarge",
  region: "us-east-1",
  term: "on_demand",
} as const;

/**
 * Whether hosting an open model oneself would be cheaper than the cheapest API with the same weights, of each open model that
 * is used for more than a little, at the traffic that the recommended changes leave. Where the answer is no, it says why.
 *
 * @returns beside it, the models that would be hosted, those apart whose hosting was dismissed
 */
export async function proposeSelfHost(
  facts: PlanFacts,
): Promise<Planned & Readonly<{ hosted: ReadonlyMap<string, Hosted> }>> {
  const findings: Finding[] = [];
  const hosted = new Map<string, Hosted>();
  const notPlanned: NotPlanned[] = [];
  for (const dear of await openModelsUsed(facts)) {
    const { least_dollars_per_month: _least, ...asked } = facts.config.plans.self_host;
    const demand = await callsDemand(facts, { model: dear.model }, "list");
    if (demand === undefined) continue;
    const request: SelfHostPlanRequest = {
      ...asked,
      model: dear.model,
      current_model: dear.model,
      machine: asked.machine ?? usualMachine,
      demand: { kind: "history", ...facts.range, filter: { model: dear.model } },
    };
    const plan = planSelfHost(request, {
      trace: demand.left,
      notes: demand.notes,
      prices: facts.prices,
      infrastructure: facts.infrastructure,
      nowMs: facts.nowMs,
    });
    if (plan.kind === "no_plan") {
      notPlanned.push(
        ...plan.reasons.map(({ text, mend }) => ({
          kind: "self-host" as const,
          subject: dear.model,
          text,
          mend,
        })),
      );
    } else if (plan.answer === "self_host") {
      const found = findingOfSelfHost(dear, plan, facts.depth);
      findings.push(found);
      if (facts.isDismissed(found)) continue;
      hosted.set(dear.model, {
        savingMicrodollars: savedByHosting(plan).estimate,
        apiMicrodollars: toMicrodollars(parseDollars(plan.api.month.estimate)),
      });
    } else {
      notPlanned.push(whyNotHosted(dear, plan));
    }
  }
  return { findings, notPlanned, hosted };
}

async function openModelsUsed(facts: PlanFacts): Promise<readonly DearModel[]> {
  const least = toMicrodollars(parseDollars(facts.config.plans.self_host.least_dollars_per_month));
  const dear = await dearestModels(facts);
  return dear
    .filter(
      ({ model, microdollarsPerMonth }) =>
        microdollarsPerMonth >= least && openModelNamed(model) !== undefined,
    )
    .slice(0, MOST_MODELS);
}
