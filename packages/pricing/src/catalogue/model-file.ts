import { type ModelFacts, modelFactsSchema } from "@headgate/contract";
import { Checker, isObject, NAME } from "../checker.ts";

/** Where facts were read. `provider`: the provider's own page; `catalogue`: a third party's list. */
type ModelFileSource = Readonly<{
  url: string;
  read_at: string;
  by: "provider" | "catalogue";
}>;

/** What one source states of one model. A model may have several, from several sources. */
type ModelStatement = Readonly<{ model: string; source: string; states: ModelFacts }>;

/** A file of `data/models/`: what a provider's models can do, with the sources read. */
export type ModelFile = Readonly<{
  provider: string;
  sources: Readonly<Record<string, ModelFileSource>>;
  models: readonly ModelStatement[];
}>;

const FILE_KEYS = new Set(["provider", "sources", "models"]);
const SOURCE_KEYS = new Set(["url", "read_at", "by"]);
const STATEMENT_KEYS = new Set(["model", "source", "states"]);

/** Checks a file's form and limits, with every fault and its place. */
export function checkModelFile(
  fileName: string,
  content: unknown,
): Readonly<{ file: ModelFile | undefined; faults: readonly string[] }> {
  const checker = new Checker();
  const at = checker.at(fileName);
  if (!isObject(content) || !isObject(content.sources) || !Array.isArray(content.models)) {
    at("", "expected an object with sources and a list of models");
    return { file: undefined, faults: checker.faults };
  }
  checker.keys(fileName, content, FILE_KEYS);
  checker.text(fileName, "provider", content.provider, NAME, "a provider's name");
  for (const [name, source] of Object.entries(content.sources)) {
    const place = `${fileName} sources.${name}`;
    if (!isObject(source)) {
      checker.at(place)("", "expected an object");
      continue;
    }
    checker.keys(place, source, SOURCE_KEYS);
    checker.text(place, "url", source.url, /^https:\/\/\S+$/, "an https address");
    checker.day(place, "read_at", source.read_at);
    checker.text(place, "by", source.by, /^(?:provider|catalogue)$/, "provider or catalogue");
  }
  const models = content.models as readonly unknown[];
  const seen = new Set<string>();
  for (const [index, one] of models.entries()) {
    const place = `${fileName} models[${index}]`;
    if (!isObject(one)) {
      checker.at(place)("", "expected an object");
      continue;
    }
    checker.keys(place, one, STATEMENT_KEYS);
    checker.text(place, "model", one.model, NAME, "a model name");
    if (typeof one.source !== "string" || !Object.hasOwn(content.sources, one.source))
      checker.at(place)("source", "is not among the file's sources");
    const key = JSON.stringify([one.model, one.source]);
    if (seen.has(key)) checker.at(place)("", "this source states something of this model already");
    seen.add(key);
    for (const fault of factFaults(one.states)) checker.at(place)("states", fault);
  }
  const file = checker.faults.length > 0 ? undefined : (content as unknown as ModelFile);
  return { file, faults: checker.faults };
}

function factFaults(states: unknown): readonly string[] {
  const parsed = modelFactsSchema.safeParse(states);
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  return contradictionsIn(parsed.data);
}

/** What cannot be so all at once. */
export function contradictionsIn(facts: ModelFacts): readonly string[] {
  const faults: string[] = [];
  const { context_window, max_input_tokens, max_output_tokens } = facts;
  const window = context_window ?? max_input_tokens;
  if (window !== undefined && max_output_tokens !== undefined && max_output_tokens > window)
    faults.push(`max_output_tokens ${max_output_tokens} is more than the ${window} of its window`);
  if (context_window !== undefined && (max_input_tokens ?? 0) > context_window)
    faults.push(`max_input_tokens ${max_input_tokens} is more than its window`);
  if (facts.tools === false && facts.parallel_tools === true)
    faults.push("parallel_tools without tools");
  const { released_on, deprecated_on } = facts;
  if (released_on !== undefined && deprecated_on !== undefined && deprecated_on <= released_on)
    faults.push("deprecated_on is not after released_on");
  return faults;
}
