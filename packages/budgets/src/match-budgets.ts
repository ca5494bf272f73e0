import type { Attribution, Tags } from "@headgate/contract";
import type { Budget } from "./budget.ts";

/** What of a call decides which budgets it counts to. */
export type CallLabels = Readonly<{ keyId: string; attribution: Attribution; tags: Tags }>;

/** A budget that a call counts to. `subject`: its values of `per`, in that order, as JSON. */
export type MatchedBudget = Readonly<{ budget: Budget; subject: string }>;

const NO_SUBJECT = "[]";

/** The budgets that a call counts to, in the configuration's order. */
export function matchBudgets(
  budgets: readonly Budget[],
  labels: CallLabels,
): readonly MatchedBudget[] {
  const matched: MatchedBudget[] = [];
  for (const budget of budgets) {
    if (!fits(budget, labels)) continue;
    matched.push({ budget, subject: subjectOf(budget, labels) });
  }
  return matched;
}

function fits({ config: { match } }: Budget, labels: CallLabels): boolean {
  for (const [name, wanted] of Object.entries(match)) {
    if (wanted === undefined) continue;
    if (name === "tag") {
      const equals = wanted.indexOf("=");
      if (labels.tags[wanted.slice(0, equals)] !== wanted.slice(equals + 1)) return false;
    } else if (labelOf(name as Budget["per"][number], labels) !== wanted) return false;
  }
  return true;
}

const subjectOf = ({ per }: Budget, labels: CallLabels): string =>
  per.length === 0 ? NO_SUBJECT : JSON.stringify(per.map((name) => labelOf(name, labels)));

/** What a call has under a name; an empty text where it has nothing. */
function labelOf(name: Budget["per"][number], { keyId, attribution }: CallLabels): string {
  if (name === "key_id") return keyId;
  const value = attribution[name];
  return value === undefined ? "" : value;
}
