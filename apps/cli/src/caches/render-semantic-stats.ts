import { type SemanticStats, semanticRefusals } from "@headgate/contract";
import { displayDollarsCompact, parseDollars } from "@headgate/money";
import { renderTable } from "../command-line/render-table.ts";
import { savingText } from "./sum-text.ts";

type Namespace = SemanticStats["namespaces"][number];

/** What the semantic cache served, or would have, in each namespace, and how often that was wrong. */
export function renderSemanticStats(stats: SemanticStats, width: number): string {
  if (stats.namespaces.length === 0) {
    return "No call asked for near questions: no policy has a semantic_cache in mode shadow or on.";
  }
  const { entries, embedded, failed, slow, embedding_ms } = stats;
  return [
    `Near questions: ${entries} kept, ${embedded} texts embedded in ${(embedding_ms / 1_000).toFixed(1)} s, ${failed} failed, ${slow} too slow.`,
    "",
    renderTable(
      [
        { title: "Namespace" },
        { title: "Shared by" },
        { title: "Mode" },
        { title: "Hits", align: "right" },
        { title: "Wrong (at most)", align: "right" },
        { title: "Right/wrong/unjudged", align: "right" },
        { title: "Saved", align: "right" },
      ],
      stats.namespaces.map((namespace) => [
        namespace.namespace,
        namespace.shared_by,
        namespace.mode,
        hitsOf(namespace),
        wrongOf(namespace),
        `${namespace.right}/${namespace.wrong}/${namespace.not_judged}`,
        savedOf(namespace),
      ]),
      width,
    ),
    "",
    ...stats.namespaces.map((namespace) => `${namespace.namespace}: ${sentenceOf(namespace)}`),
    "Hits in shadow are those that would have been. Wrong: of those that were compared with a fresh answer.",
  ].join("\n");
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

const hitsOf = ({ would_hit, lookups }: Namespace): string =>
  lookups === 0 ? "unknown" : percent(would_hit / lookups);

const wrongOf = ({ wrong_share, wrong_share_bound }: Namespace): string =>
  wrong_share === null || wrong_share_bound === null
    ? "unknown"
    : `${percent(wrong_share)} (${percent(wrong_share_bound)})`;

/** In shadow nothing was saved: it is what would have been. */
function savedOf({ mode, saved, simulated, ...unknown }: Namespace): string {
  const text = savingText({
    dollars: saved,
    unknown: unknown.saved_unknown + unknown.own_cost_unknown,
    isSimulated: simulated,
  });
  return mode === "shadow" && text !== "unknown" ? `would be ${text}` : text;
}

function sentenceOf(namespace: Namespace): string {
  const { threshold, max_wrong_share, certified, refused, model, mode, switched_off } = namespace;
  const reasons = Object.entries(refused).map(
    ([reason, count]) => `${count} × ${semanticRefusals[reason as keyof typeof refused]}`,
  );
  const measure = switched_off
    ? `serves nothing: ${threshold === null ? "of what was certified" : `at a cosine of ${threshold}`} too many compared answers were wrong`
    : max_wrong_share === null
      ? `${mode === "on" ? "serves" : "would serve"} at a cosine of ${threshold}`
      : certified === null
        ? `serves nothing: no threshold is certified for ${percent(max_wrong_share)} wrong`
        : `serves at a score of ${certified.threshold.toFixed(3)}, certified at ${percent(certified.bound)} wrong or fewer`;
  return `${measure}, by the vectors of ${model}${ownCostOf(namespace)}; left alone ${reasons.length === 0 ? "none" : reasons.join(", ")}.`;
}

/** Empty where vectors cost nothing. */
function ownCostOf({ own_cost, own_cost_unknown }: Namespace): string {
  const cost = parseDollars(own_cost);
  if (cost === 0n && own_cost_unknown === 0) return "";
  const unknown = own_cost_unknown === 0 ? "" : ` + ${own_cost_unknown} unknown`;
  return `, whose cost of ${displayDollarsCompact(cost)}${unknown} is taken from what was saved`;
}
