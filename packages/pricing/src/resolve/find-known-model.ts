import { isBedrockId } from "./bedrock-profile.ts";
import type { KnownModels } from "./known-models.ts";
import { spellingRules } from "./spelling-rules.ts";

/** The price book's model for a provider's name of it, or the models between which nothing decides. */
export type KnownModelFinding =
  | Readonly<{ kind: "known"; model: string; how?: string; doubt?: string }>
  | Readonly<{ kind: "ambiguous"; models: readonly string[] }>
  | Readonly<{ kind: "none" }>;

/**
 * Looks a provider's model name up: as it stands, then by documented spellings, then by what remains when
 * writing habits are set aside. The last is taken only when a single model answers to it.
 */
export function findKnownModel(
  known: KnownModels,
  provider: string,
  name: string,
): KnownModelFinding {
  const exact = known.find(provider, name);
  if (exact !== undefined) return inProvidersForm(known, provider, name, exact);
  for (const rule of spellingRules) {
    if (rule.providers !== undefined && !rule.providers.has(provider)) continue;
    for (const { name: spelled, how, doubt, undated } of rule.spell(name)) {
      const listed = known.find(provider, spelled);
      const models =
        listed !== undefined
          ? [listed]
          : undated
            ? inOwnForm(provider, known.family(provider, spelled))
            : [];
      const [model] = models;
      if (model === undefined) continue;
      if (models.length > 1) return { kind: "ambiguous", models };
      return { kind: "known", model, how, ...(doubt === undefined ? {} : { doubt }) };
    }
  }
  for (const named of [known.folded(provider, name), known.family(provider, name)]) {
    const models = inOwnForm(provider, named);
    const [model] = models;
    if (model === undefined) continue;
    if (models.length > 1) return { kind: "ambiguous", models };
    return {
      kind: "known",
      model,
      how: `"${name}" differs from "${model}" only in how it is written`,
      doubt: `"${name}" is not in the price book; priced as "${model}", which is written almost the same`,
    };
  }
  return { kind: "none" };
}

/** What the names of providers look like that others also write shorter. */
const ownForms: Readonly<Record<string, (model: string) => boolean>> = {
  bedrock: isBedrockId,
  fireworks: (model) => model.startsWith("accounts/"),
  vertex: (model) => /[@/]/.test(model),
};
/** Providers whose own form has all the prices that a catalogue lists under the shorter name, as a test holds. */
const preferOwn: ReadonlySet<string> = new Set(["bedrock", "vertex"]);

/**
 * An answer names Claude as Anthropic does, also on Bedrock and Vertex AI, and a catalogue may list that name
 * as a model beside the provider's own, with fewer prices: both are the provider's own model.
 */
function inProvidersForm(
  known: KnownModels,
  provider: string,
  name: string,
  exact: string,
): KnownModelFinding {
  const isOwn = ownForms[provider];
  if (isOwn === undefined || !preferOwn.has(provider) || isOwn(exact)) {
    return { kind: "known", model: exact };
  }
  const [own, another] = known.folded(provider, exact).filter(isOwn);
  if (own === undefined || another !== undefined) return { kind: "known", model: exact };
  return {
    kind: "known",
    model: own,
    how: `"${name}" is ${provider}'s model "${own}", written otherwise`,
  };
}

/** Of entries for one model under the provider's own name and under a shorter one, the provider's own. */
function inOwnForm(provider: string, models: readonly string[]): readonly string[] {
  const isOwn = Object.hasOwn(ownForms, provider) ? ownForms[provider] : undefined;
  const own = isOwn === undefined ? [] : models.filter(isOwn);
  return own.length === 0 ? models : own;
}
