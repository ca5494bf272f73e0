import {
  type CatalogueModel,
  type FactSource,
  type FactValue,
  factsByPath,
  type ModelFacts,
} from "@headgate/contract";

/** One source's word on one model. */
export type SourcedFacts = Readonly<{ source: FactSource; facts: ModelFacts }>;

/** What is known of a model, whose word each fact is, and who says otherwise. */
export type JoinedFacts = Readonly<{
  facts: ModelFacts;
  /** By the fact's path: `tools`, `input.image`. */
  sources: Readonly<Record<string, FactSource>>;
  disagreements: CatalogueModel["disagreements"];
}>;

const surest: readonly FactSource["by"][] = ["operator", "provider", "catalogue"];

/**
 * Joins what several sources say, fact by fact. The operator's word stands above the provider's page, that
 * above a catalogue; of two alike the one read last holds. They never vote: whoever says otherwise is listed.
 */
export function joinStatements(statements: readonly SourcedFacts[]): JoinedFacts {
  const inOrder = [...statements].sort(
    (left, right) =>
      surest.indexOf(left.source.by) - surest.indexOf(right.source.by) ||
      dayOf(right.source).localeCompare(dayOf(left.source)),
  );
  const values = new Map<string, FactValue>();
  const sources: Record<string, FactSource> = {};
  const disagreements: CatalogueModel["disagreements"] = [];
  for (const { source, facts } of inOrder) {
    for (const [fact, value] of factsByPath(facts)) {
      const known = values.get(fact);
      if (known === undefined) {
        values.set(fact, value);
        sources[fact] = source;
      } else if (known !== value) disagreements.push({ fact, value, source });
    }
  }
  return { facts: factsOf(values), sources, disagreements };
}

/** A source without a day is the configuration, which holds now. */
const dayOf = ({ read_at }: FactSource): string => read_at ?? "9999-12-31";

function factsOf(values: ReadonlyMap<string, FactValue>): ModelFacts {
  const facts: Record<string, unknown> = {};
  for (const [path, value] of values) {
    const [name = path, part] = path.split(".", 2);
    // Parts of formats hold a dot themselves: `wire_formats.openai.responses`.
    if (part === undefined) facts[name] = value;
    else
      facts[name] = {
        ...(facts[name] as object | undefined),
        [path.slice(name.length + 1)]: value,
      };
  }
  // Each value was checked where it was stated.
  return facts as ModelFacts;
}
