import type { CommitmentOffer, NotPlanned, PlansConfig } from "@headgate/contract";
import { renewals } from "@headgate/planner";
import type { Finding } from "../findings/advice-of-finding.ts";
import { findingOfRenewal } from "./finding-of-renewal.ts";

const DAY_MS = 86_400_000;

/** Bills' hours are of all machines: how much of them is of one family, or one machine, they do not tell at once. */
export const isOfFamily = (offer: CommitmentOffer): boolean =>
  offer.kind === "reserved_instances" ||
  (offer.kind === "savings_plan" && offer.service === "ec2_instance");

/** Why nothing is planned of such an offer. */
export const familyAlone = ({ name, kind }: CommitmentOffer): NotPlanned => ({
  kind: "commitment",
  subject: name,
  text: `It is planned for no hours here: it covers ${kind === "reserved_instances" ? "one machine" : "one family of machines"} in one region, and the bill's hours are of all machines. Machines that a bill has on demand at all times are held against the rates that lists have, not against this offer.`,
  mend: `Bring the ${kind === "reserved_instances" ? "machine" : "family"}'s hours yourself: headgate plan commitments with demand.`,
});

/** What is held of offers and ends soon, by its last day alone: where how it was used is not known. */
export const renewalsByDay = (
  offers: readonly CommitmentOffer[],
  { held, notice_days: noticeDays }: PlansConfig["commitments"],
  nowMs: number,
): readonly Finding[] =>
  renewals(
    held.filter(({ offer }) => offers.some(({ name }) => name === offer)),
    {
      todayMs: Math.floor(nowMs / DAY_MS) * DAY_MS,
      noticeDays,
      planOf: () => ({ planned: null, plan: null }),
    },
  )
    .filter(({ state }) => state !== "later")
    .map((due) =>
      findingOfRenewal(due, {
        plan: undefined,
        sources: [],
        demand: { depth: "bills", notes: [] },
      }),
    );
