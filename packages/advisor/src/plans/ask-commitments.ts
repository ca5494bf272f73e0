import type {
  CommitmentOffer,
  CommitmentsPlan,
  HeldCommitment,
  PlansConfig,
} from "@headgate/contract";
import { planCommitments } from "@headgate/planner";
import type { DemandLeft } from "./demand-left.ts";

export type AskedCommitments = PlansConfig["commitments"];

/** Courses of demand that are sampled: as many as a page that somebody waits for has time for. */
const MOST_SAMPLES = 100;

/** Plans offers for a demand, as the configuration has what is held and expected beside them. */
export const askCommitments = (
  offers: readonly CommitmentOffer[],
  demand: DemandLeft,
  { filter: _filter, cost: _cost, ...commitments }: AskedCommitments,
  {
    nowMs,
    trace,
    noMoreThan,
  }: Readonly<{
    nowMs: number;
    trace: DemandLeft["left"];
    noMoreThan?: readonly HeldCommitment[];
  }>,
): Promise<CommitmentsPlan> => {
  const names = new Set(offers.map(({ name }) => name));
  return planCommitments({
    request: {
      ...commitments,
      cost: _cost,
      offers: [...offers],
      held: commitments.held.filter(({ offer }) => names.has(offer)),
      required_units: {},
      samples: Math.min(MOST_SAMPLES, commitments.samples),
    },
    trace,
    origin: demand.origin,
    rates: demand.rates,
    members: [],
    membersLeftOut: 0,
    ...(noMoreThan === undefined ? {} : { noMoreThan }),
    nowMs,
  });
};
