import type { AttributionField, AttributionRules } from "@headgate/contract";
import { type Picodollars, sum, ZERO } from "@headgate/money";
import { sharedCostOf, splitCost } from "./split-cost.ts";
import type { AttributionSubject } from "./subject.ts";

/** Spend of rows that rules cannot tell apart. */
export type SplitSubject = Readonly<{
  subject: AttributionSubject;
  labels: Readonly<Partial<Record<AttributionField, string>>>;
  cost: Picodollars;
}>;

/** What a value of a label costs; null for what no label is known for. */
export type SharedGroup = Readonly<{
  group: string | null;
  own: Picodollars;
  /** By the rule's name. */
  parts: ReadonlyMap<string, Picodollars>;
}>;

/**
 * What each value of a label costs of its own, and its part of what several share. A row that a rule of `shared`
 * holds for is nobody's own, whatever its labels are; all others are their label's own, and the weights of a split
 * by usage. Own and parts of all groups together are what was spent, to the picodollar: a part that goes to no
 * value of this label stays unallocated.
 */
export function splitShared(
  rules: Pick<AttributionRules, "shared">,
  by: AttributionField,
  subjects: readonly SplitSubject[],
): readonly SharedGroup[] {
  const groups = new Map<string | null, { own: Picodollars; parts: Map<string, Picodollars> }>();
  const groupOf = (label: string | undefined) => {
    const key = label ?? null;
    const known = groups.get(key) ?? { own: ZERO, parts: new Map<string, Picodollars>() };
    groups.set(key, known);
    return known;
  };
  const shared = new Map<AttributionRules["shared"][number], Picodollars>();
  const own: SplitSubject[] = [];
  for (const subject of subjects) {
    const rule = sharedCostOf(rules, subject.subject);
    if (rule !== undefined) shared.set(rule, sum([shared.get(rule) ?? ZERO, subject.cost]));
    else {
      own.push(subject);
      const group = groupOf(subject.labels[by]);
      group.own = sum([group.own, subject.cost]);
    }
  }
  for (const [{ name, split }, amount] of shared) {
    const usage = split.by === "usage" ? costsBy(split.over, own) : [];
    for (const { attribution, cost } of splitCost(amount, split, usage)) {
      const { parts } = groupOf(attribution[by]);
      parts.set(name, sum([parts.get(name) ?? ZERO, cost]));
    }
  }
  return [...groups].map(([group, costs]) => ({ group, ...costs }));
}

function costsBy(field: AttributionField, subjects: readonly SplitSubject[]) {
  const costs = new Map<string, Picodollars>();
  for (const { labels, cost } of subjects) {
    const label = labels[field];
    if (label !== undefined) costs.set(label, sum([costs.get(label) ?? ZERO, cost]));
  }
  return [...costs].map(([label, cost]) => ({ label, cost }));
}

/** Tags and labels that the rules look at, so that no more is asked for. */
export function fieldsOfShared({ shared }: Pick<AttributionRules, "shared">): Readonly<{
  tags: readonly string[];
  labels: readonly AttributionField[];
}> {
  const tags = shared.flatMap(({ when }) => Object.keys(when.tags ?? {}));
  const labels = shared.flatMap(({ split }) => (split.by === "usage" ? [split.over] : []));
  return { tags: [...new Set(tags)], labels: [...new Set(labels)] };
}
