import type { PlanExport } from "./plan.ts";
import type { CommitmentsPlan } from "./plan-commitments.ts";

type Plan = Extract<CommitmentsPlan, { kind: "commitments_plan" }>;

/** What tools take to buy a plan, and why some of it is not there. */
export type CommitmentExports = Readonly<{
  exports: readonly PlanExport[];
  /** Null where nothing is withheld. */
  withheld: string | null;
}>;

/**
 * What is bought of a plan, once: of offers that are planned together what together is best, for each by itself is sized for
 * all of the demand; of the others what each is planned for. Nothing where together they have no plan.
 */
export function exportsOfCommitments({
  offers,
  together,
}: Pick<Plan, "offers" | "together">): CommitmentExports {
  if (together?.kind === "no_plan") {
    return {
      exports: [],
      withheld:
        "The offers have no plan together: each by itself is sized for all of the demand, and nothing is exported.",
    };
  }
  const inTogether = new Set(together?.units.map(({ offer }) => offer));
  const apart = offers.filter(
    ({ offer, part }) => !inTogether.has(part === null ? offer : `${offer} (${part})`),
  );
  return {
    exports: [
      ...(together === null ? [] : together.exports),
      ...apart.flatMap(({ plan }) => (plan.kind === "planned" ? plan.exports : [])),
    ],
    withheld: null,
  };
}
