import type { Attribution, AttributionField, Tags } from "@headgate/contract";
import type { JsonObject } from "@headgate/providers";
import { listIn, objectIn } from "../records/record-values.ts";
import { labelOf } from "../row/label-of.ts";
import { TagCollector } from "../row/tag-collector.ts";
import type { Span } from "./span.ts";

const ASSOCIATION = "traceloop.association.properties.";

/** Where a label may stand, the convention's own place first. Resources' attributes are asked after the span's. */
const places: Readonly<Partial<Record<AttributionField, readonly string[]>>> = {
  environment: ["deployment.environment.name", "deployment.environment"],
  project: ["service.name"],
  feature: ["gen_ai.workflow.name", "traceloop.workflow.name"],
  user: ["user.id", "enduser.id", `${ASSOCIATION}user_id`],
  session: [
    "gen_ai.conversation.id",
    "session.id",
    `${ASSOCIATION}session_id`,
    `${ASSOCIATION}thread_id`,
  ],
  customer: ["customer.id", `${ASSOCIATION}customer_id`, `${ASSOCIATION}tenant_id`],
  team: ["team", `${ASSOCIATION}team`],
};

/** Attributes that are tags as they are; rules of the configuration may make labels of them. */
const tagged = [
  "service.name",
  "service.namespace",
  "service.version",
  "cloud.account.id",
  "cloud.region",
  "k8s.cluster.name",
  "k8s.namespace.name",
  "k8s.deployment.name",
  "gen_ai.agent.name",
  "gen_ai.prompt.name",
] as const;

/** What clients made of their own price lists: to compare with, no charge. */
const costs = ["gen_ai.usage.cost", "llm.cost.total", "gen_ai.usage.total_cost"] as const;

/** Who and what a span is for, by its own attributes and its resource's. */
export function spanLabels({ attributes, resource, scope }: Span): {
  attribution: Attribution;
  tags: Tags;
  problems: readonly string[];
} {
  const attribution: { [Field in AttributionField]?: string } = {};
  for (const [field, names] of Object.entries(places)) {
    const label = firstLabel(names, attributes) ?? firstLabel(names, resource);
    if (label !== undefined) attribution[field as AttributionField] = label;
  }
  if (/^unknown_service/.test(attribution.project ?? "")) delete attribution.project;

  const tags = new TagCollector();
  for (const name of tagged) tags.add(name, attributes[name] ?? resource[name]);
  tags.add("otel.scope.name", scope.name);
  tags.add("otel.scope.version", scope.version);
  for (const name of costs) {
    if (attributes[name] === undefined) continue;
    tags.add("otlp.cost_usd", attributes[name]);
    break;
  }
  for (const name in attributes) {
    if (name.startsWith(ASSOCIATION)) tags.add(name.slice(ASSOCIATION.length), attributes[name]);
  }
  // OpenInference keeps the application's own as JSON text, and its tags as a list.
  tags.addAll(objectIn(attributes.metadata));
  tags.add(
    "tags",
    listIn(attributes["tag.tags"])
      .filter((tag) => typeof tag === "string")
      .join(","),
  );
  return { attribution, tags: tags.tags, problems: tags.problems };
}

function firstLabel(names: readonly string[], from: JsonObject): string | undefined {
  for (const name of names) {
    const label = labelOf(from[name]);
    if (label !== undefined) return label;
  }
  return undefined;
}
