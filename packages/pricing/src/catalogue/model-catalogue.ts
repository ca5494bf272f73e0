import type { FactSource, HeadgateConfig, ModelTier } from "@headgate/contract";
import { DAY_MS } from "../day-number.ts";
import type { ModelSearch } from "../find-model.ts";
import type { PriceBook } from "../price-book.ts";
import type { PriceConfigFault } from "../price-config-fault.ts";
import { priceProviderOf } from "../price-provider.ts";
import { resolveModel } from "../resolve/resolve-model.ts";
import { type JoinedFacts, joinStatements, type SourcedFacts } from "./join-statements.ts";
import { contradictionsIn, type ModelFile } from "./model-file.ts";
import { readModelFiles } from "./read-model-files.ts";

/** A model of the catalogue: what is known of it, and whose word that is. */
export type CatalogueEntry = JoinedFacts &
  Readonly<{
    /** As the price book names them, or the configuration where the book does not know them. */
    provider: string;
    model: string;
    /** What the operator says; else it follows from price and facts ({@link tierOf}). */
    statedTier: ModelTier | undefined;
  }>;

/** A model as a call names it, and the configured provider's name, for which the operator may state more. */
export type CatalogueSearch = ModelSearch & Readonly<{ providerName?: string | undefined }>;

/** What models can do. It says nothing of a model that nobody has stated anything of. */
export interface ModelCatalogue {
  /** Every model, in the order of provider and name. */
  readonly entries: readonly CatalogueEntry[];
  /** What is known of the first of a call's names that leads to a model of the catalogue. */
  find(search: CatalogueSearch): CatalogueEntry | undefined;
  /** Statements of the configuration that concern nothing or contradict themselves. */
  readonly faults: readonly PriceConfigFault[];
}

const MOST_REMEMBERED = 2_000;
const operator: FactSource = { by: "operator", name: "headgate.yaml" };

/**
 * The room's own files, and above them what the operator states under `catalogue:`. A statement is for
 * `provider/model`: a configured provider's name, or one of the price book; the model by any of its names.
 * @throws PriceDataError when a file of the room cannot be used
 */
export function loadModelCatalogue(
  book: PriceBook,
  config: Pick<HeadgateConfig, "catalogue" | "providers">,
  options: Readonly<{ atMs: number; files?: readonly ModelFile[] }>,
): ModelCatalogue {
  const { atMs, files = readModelFiles() } = options;
  const stated = new Map<string, SourcedFacts[]>();
  const names = new Map<string, Readonly<{ provider: string; model: string }>>();
  const add = (provider: string, model: string, one: SourcedFacts): void => {
    const key = `${provider}/${model}`;
    names.set(key, { provider, model });
    stated.set(key, [...(stated.get(key) ?? []), one]);
  };
  for (const { provider, sources, models } of files) {
    for (const { model, source, states } of models) {
      const { by, url, read_at } = sources[source] ?? missing(source);
      add(provider, model, { source: { by, name: source, url, read_at }, facts: states });
    }
  }
  const tiers = new Map<string, ModelTier>();
  /** Statements for one configured provider alone, with the price provider that the rest is known under. */
  const configured = new Map<string, string>();
  const faults: PriceConfigFault[] = [];
  const known = new Set(book.models.map(({ provider }) => provider));
  for (const [place, statement] of Object.entries(config.catalogue)) {
    const { tier, ...facts } = statement;
    const slash = place.indexOf("/");
    const provider = place.slice(0, slash);
    const own = config.providers[provider];
    if (own === undefined && !known.has(provider)) {
      faults.push({
        place: `catalogue.${place}`,
        message: `no provider of this file or of the price book is called "${provider}"`,
      });
      continue;
    }
    for (const message of contradictionsIn(facts))
      faults.push({ place: `catalogue.${place}`, message });
    const priced = own === undefined ? provider : priceProviderOf(provider, own);
    const model = modelOf(book, { ...search(priced, own), name: place.slice(slash + 1), atMs });
    if (own === undefined && model.kind === "unknown")
      faults.push({
        place: `catalogue.${place}`,
        message: `${provider} has no model of that name in the price book`,
      });
    add(provider, model.name, { source: operator, facts });
    if (provider !== priced) configured.set(`${provider}/${model.name}`, `${priced}/${model.name}`);
    if (tier !== undefined) tiers.set(`${provider}/${model.name}`, tier);
  }
  const entries = new Map<string, CatalogueEntry>();
  for (const [key, { provider, model }] of names) {
    const wider = configured.get(key);
    const all = [
      ...(stated.get(key) ?? []),
      ...(wider === undefined ? [] : (stated.get(wider) ?? [])),
    ];
    const statedTier = tiers.get(key) ?? (wider === undefined ? undefined : tiers.get(wider));
    entries.set(key, { provider, model, statedTier, ...joinStatements(all) });
  }

  const remembered = new Map<string, CatalogueEntry | undefined>();
  const look = (query: CatalogueSearch): CatalogueEntry | undefined => {
    const { provider, providerName, models, region, ownNames } = query;
    for (const name of models) {
      const model = modelOf(book, { provider, region, ownNames, name, atMs: query.atMs });
      const found =
        entries.get(`${providerName ?? provider}/${model.name}`) ??
        entries.get(`${model.provider}/${model.name}`);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    entries: [...entries.values()].sort(
      (left, right) =>
        left.provider.localeCompare(right.provider) || left.model.localeCompare(right.model),
    ),
    faults,
    find(query) {
      const { provider, providerName, models, region } = query;
      // Names of the operator's own belong to a configured provider; without its name they are not remembered.
      if (query.ownNames !== undefined && providerName === undefined) return look(query);
      const day = Math.floor(query.atMs / DAY_MS);
      const key = JSON.stringify([day, provider, providerName, region, models]);
      if (remembered.has(key)) return remembered.get(key);
      const found = look(query);
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      remembered.set(key, found);
      return found;
    },
  };
}

const missing = (source: string): never => {
  throw new Error(`the source "${source}" is not listed`);
};

const search = (provider: string, own: HeadgateConfig["providers"][string] | undefined) => ({
  provider,
  region: own?.region,
  ownNames: own?.price_names,
});

/** The model that a name means; a name that the book does not know stands for itself. */
function modelOf(
  book: PriceBook,
  query: Parameters<typeof resolveModel>[1] & Readonly<{ provider: string }>,
): Readonly<{ kind: "known" | "unknown"; provider: string; name: string }> {
  const found = resolveModel(book, query);
  return found.kind === "resolved"
    ? { kind: "known", provider: found.provider, name: found.model }
    : { kind: "unknown", provider: query.provider, name: query.name };
}
