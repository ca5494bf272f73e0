import { counted, type SemanticStats, semanticRefusals } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { countText } from "../../format/count-text.ts";
import { boundShown, dollarsShown } from "../../format/money-text.ts";
import { shareText } from "../../format/share.ts";

type Namespace = SemanticStats["namespaces"][number];

/** One namespace as the page tells of it. */
export type NearLine = Readonly<{
  key: string;
  namespace: string;
  sharedBy: string;
  mode: string;
  /** `would be 25.0%` in shadow. */
  hitRate: string;
  hits: string;
  wrong: string;
  wrongNote: string;
  measure: string;
  /** The embedding model whose vectors are compared. */
  model: string;
  saved: string;
  savedNote: string;
}>;

/** What near questions came to in each namespace. */
export const nearLines = ({ namespaces }: SemanticStats): readonly NearLine[] =>
  namespaces.map((one) => {
    const { namespace, shared_by, model, mode, lookups, would_hit, threshold, max_wrong_share } =
      one;
    const { right, wrong, not_judged, wrong_share, wrong_share_bound, saved_unknown } = one;
    const rate = lookups === 0 ? "unknown" : shareText(would_hit / lookups);
    return {
      key: [namespace, shared_by, model, mode, threshold, max_wrong_share].join(" "),
      namespace,
      sharedBy: shared_by,
      mode,
      hitRate: mode === "shadow" && lookups > 0 ? `would be ${rate}` : rate,
      hits: `${countText(would_hit)} of ${counted(lookups, "question")}`,
      wrong:
        wrong_share === null || wrong_share_bound === null
          ? "unknown"
          : `${shareText(wrong_share)}, at most ${shareText(wrong_share_bound)}`,
      wrongNote: `${countText(right)} right, ${countText(wrong)} wrong, ${countText(not_judged)} not judged`,
      measure: measureOf(one),
      model,
      saved: savedOf(one),
      savedNote: [
        ...(saved_unknown === 0 ? [] : [`${counted(saved_unknown, "call")} not known`]),
        ...ownCostOf(one),
      ].join("; "),
    };
  });

/** A word where it is of no call known, as a bound where it is of some. */
function savedOf({ mode, saved, saved_unknown, simulated }: Namespace): string {
  const money = boundShown(saved, saved_unknown);
  if (money === "unknown") return money;
  return `${mode === "shadow" ? "would be " : ""}${money}${simulated ? " simulated" : ""}`;
}

/** What vectors cost, where that is something. */
function ownCostOf({ own_cost, own_cost_unknown }: Namespace): readonly string[] {
  const isFree = parseDollars(own_cost) === 0n;
  return [
    ...(isFree ? [] : [`less ${dollarsShown(own_cost)} for vectors`]),
    ...(own_cost_unknown === 0
      ? []
      : [`less ${counted(own_cost_unknown, "vector")} of unknown cost`]),
  ];
}

function measureOf(namespace: Namespace): string {
  const { threshold, max_wrong_share, certified, switched_off } = namespace;
  if (switched_off && threshold === null) {
    return "what was certified went wrong: nothing is served until something is certified anew";
  }
  if (switched_off) {
    return `cosine of ${threshold} or more: too many compared answers were wrong, so nothing is served`;
  }
  if (max_wrong_share === null) return `cosine of ${threshold} or more`;
  const target = `at most ${shareText(max_wrong_share)} wrong`;
  if (certified === null) return `${target}: nothing certified yet, so nothing is served`;
  return `${target}: certified from a score of ${certified.threshold.toFixed(3)}, bound ${shareText(certified.bound)}`;
}

/** How the embedding model fared: a call whose vector failed or came late went on without. */
export const modelText = ({ embedded, failed, slow, embedding_ms }: SemanticStats): string =>
  `${counted(embedded, "text")} embedded in ${(embedding_ms / 1_000).toFixed(1)} s; ${countText(failed)} failed, ${countText(slow)} too slow for their call.`;

/** Why questions and answers were left alone: most first. */
export function nearRefusals({ namespaces }: SemanticStats) {
  const counts = new Map<keyof typeof semanticRefusals, number>();
  for (const { refused } of namespaces) {
    for (const [reason, count] of Object.entries(refused)) {
      const known = reason as keyof typeof semanticRefusals;
      counts.set(known, (counts.get(known) ?? 0) + count);
    }
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => ({
      reason,
      why: semanticRefusals[reason],
      count: countText(count),
    }));
}

/** What measures near questions without serving any. */
export const firstNearPolicy = `policies:
  - name: faq
    match: { team: support }
    semantic_cache:
      mode: shadow`;
