import {
  type CommitmentOffer,
  counted,
  type HeldCommitment,
  type NotPlanned,
} from "@headgate/contract";
import { type AskedCommitments, askCommitments } from "./ask-commitments.ts";
import { type Bought, boughtBeside, boughtOf } from "./bought.ts";
import type { DemandLeft } from "./demand-left.ts";

/**
 * What to buy beside what is held: the best less what is held saves, which is the best that could be bought of no more
 * units than are held. Undefined where nothing more pays; where that is not for want of more units, with the reason.
 */
export async function beyondHeld(
  bought: Bought | undefined,
  about: Readonly<{
    offers: readonly CommitmentOffer[];
    demand: DemandLeft;
    commitments: AskedCommitments;
    nowMs: number;
  }>,
): Promise<Readonly<{ more: Bought | undefined; notPlanned: readonly NotPlanned[] }>> {
  const { offers, demand, commitments, nowMs } = about;
  if (bought === undefined) return { more: undefined, notPlanned: [] };
  const today = new Date(nowMs).toISOString().slice(0, 10);
  const held = commitments.held.filter(
    ({ offer, ends_on }) => offers.some(({ name }) => name === offer) && ends_on >= today,
  );
  if (held.length === 0) return { more: bought, notPlanned: [] };
  const beyond = bought.purchases.filter((one) => one.units > unitsHeld(held, one));
  if (beyond.length === 0) return { more: undefined, notPlanned: [] };
  const plan = await askCommitments(offers, demand, commitments, {
    nowMs,
    trace: demand.left,
    noMoreThan: held,
  });
  const has = plan.kind === "no_plan" ? undefined : boughtOf(plan, offers);
  const more = has === undefined ? undefined : boughtBeside(bought, has);
  if (more !== undefined) return { more, notPlanned: [] };
  return {
    more,
    notPlanned: beyond.map(({ offer, part, units }) =>
      notBeside({ subject: part === null ? offer : `${offer} (${part})`, units }, { held, has }),
    ),
  };
}

/** What is held takes over demand until it ends, used well or not: why nothing is bought beside it. */
function notBeside(
  { subject, units }: Readonly<{ subject: string; units: number }>,
  { held, has }: Readonly<{ held: readonly HeldCommitment[]; has: Bought | undefined }>,
): NotPlanned {
  const names = [...new Set(held.map(({ offer }) => offer))].join(", ");
  const until = held.map(({ ends_on }) => ends_on).sort()[0];
  return {
    kind: "commitment",
    subject,
    text:
      has === undefined
        ? `Were nothing held, ${counted(units, "unit")} would pay. What is held of ${names} saves nothing, and takes over demand all the same: what would pay beside it is not known.`
        : `Were nothing held, ${counted(units, "unit")} would pay; what is held of ${names} saves as much.`,
    mend: `Look again when the first of it ends, on ${until}.`,
  };
}

const unitsHeld = (
  held: readonly HeldCommitment[],
  purchase: Readonly<{ offer: string; part: string | null }>,
): number =>
  held.reduce(
    (sum, { offer, part, units }) =>
      offer === purchase.offer && (part ?? null) === purchase.part ? sum + units : sum,
    0,
  );
