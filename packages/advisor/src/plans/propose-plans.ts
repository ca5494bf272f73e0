import type { NotPlanned } from "@headgate/contract";
import { billedRange } from "../bills/billed-range.ts";
import { findBillMix } from "../bills/find-bill-mix.ts";
import { findModelMix } from "../bills/find-model-mix.ts";
import { findUnusedCommitments } from "../bills/find-unused-commitments.ts";
import { proposeBilledMachines } from "../bills/propose-billed-machines.ts";
import type { Finding } from "../findings/advice-of-finding.ts";
import { measuredHours } from "./measured-hours.ts";
import type { PlanFacts, Planned } from "./plan-facts.ts";
import { ALL_CALLS, isMachines, proposeCommitments } from "./propose-commitments.ts";
import { proposeMachines } from "./propose-machines.ts";
import { proposeNegotiation } from "./propose-negotiation.ts";
import { proposeSelfHost } from "./propose-self-host.ts";

/**
 * What capacity is recommended: hosting, commitments, prices to ask for, machines; and what bills alone say. It stands upon the
 * levers: sized for what they leave. Of two that are about the same dollars one stands, and the other is told of.
 */
export async function proposePlans(facts: PlanFacts): Promise<Planned> {
  const hosting = await proposeSelfHost(facts);
  const commitments = await proposeCommitments(facts, hosting.hosted);
  const negotiation = await proposeNegotiation(facts);
  const machines = await proposeMachines(facts);
  const bills = await ofBills(facts, commitments.committed);
  const isHosted = (finding: Finding): boolean =>
    finding.scope.model !== undefined &&
    commitments.committed.has(finding.scope.model) &&
    !facts.isDismissed(finding);
  return {
    findings: [
      ...hosting.findings.filter((one) => !isHosted(one)),
      ...commitments.findings,
      ...negotiation.findings,
      ...machines.findings,
      ...bills.findings,
    ],
    notPlanned: [
      ...hosting.notPlanned,
      ...hosting.findings.filter(isHosted).map(({ scope }) => committedInstead(scope.model)),
      ...commitments.notPlanned,
      ...negotiation.notPlanned,
      ...machines.notPlanned,
      ...bills.notPlanned,
    ],
  };
}

const committedInstead = (model: string | undefined): NotPlanned => ({
  kind: "self-host",
  subject: model ?? "?",
  text: "Hosting it would pay, but a commitment for it saves more.",
  mend: "Dismiss the commitment to see what hosting would save.",
});

/** Whose dollars nobody else looks at: unused commitments and machines that were not measured always, all else where the ledger has no calls to look at. */
async function ofBills(facts: PlanFacts, committed: ReadonlySet<string>): Promise<Planned> {
  const { ledger, before, prices, nowMs } = facts;
  const range = await billedRange(ledger, facts.askedRange);
  if (range === undefined) return { findings: [], notPlanned: [] };
  const billed = await proposeBilledMachines(facts, range, {
    isMeasured: await measuredResources(facts),
    isCommitted: [...committed].some(isMachines),
  });
  const always = [...(await findUnusedCommitments(ledger, range)), ...billed.findings];
  if (before.calls.length > 0 || before.market === undefined) {
    return { findings: always, notPlanned: billed.notPlanned };
  }
  const mix = await findModelMix({ ledger, prices, market: before.market, nowMs }, range);
  const isCommitted = ({ scope: { model } }: Finding): boolean =>
    committed.has(ALL_CALLS) || (model !== undefined && committed.has(model));
  return {
    findings: [
      ...always,
      ...mix.filter((one) => !isCommitted(one)),
      ...(await findBillMix(ledger, range)),
    ],
    notPlanned: [
      ...billed.notPlanned,
      ...mix.filter(isCommitted).map(
        ({ scope, title }): NotPlanned => ({
          kind: "model-mix",
          subject: scope.model ?? title,
          text: `${title}: it would be about the dollars of a commitment that is recommended.`,
          mend: "Try the model before you commit: a promise for the dearer one is lost then.",
        }),
      ),
    ],
  };
}

/**
 * Endpoints are measured under their name, and billed under an ARN that ends in it. Where there is more than can be looked at,
 * all are taken to be measured: the plan of machines says so.
 */
async function measuredResources(facts: PlanFacts): Promise<(resource: string) => boolean> {
  const measured = await measuredHours(facts, facts.config.plans.fleet.days);
  if (typeof measured === "string") return () => true;
  const names = new Set(
    measured.hours.flatMap(({ resource, workload }) => [
      resource.toLowerCase(),
      ...(workload === null ? [] : [workload.toLowerCase()]),
    ]),
  );
  return (resource) => {
    const last = resource.slice(Math.max(resource.lastIndexOf("/"), resource.lastIndexOf(":")) + 1);
    return names.has(resource.toLowerCase()) || names.has(last.toLowerCase());
  };
}
