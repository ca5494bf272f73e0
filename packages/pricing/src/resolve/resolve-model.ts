import type { PriceBook } from "../price-book.ts";
import { bedrockArn } from "./bedrock-arn.ts";
import { bedrockBareId, bedrockProfile } from "./bedrock-profile.ts";
import { findKnownModel } from "./find-known-model.ts";
import { fineTune, fineTuneBase } from "./fine-tune.ts";
import { gatewayInfix, gatewayPrefix } from "./gateway-prefix.ts";
import { googleResource, vertexPath } from "./google-path.ts";
import { homeProvider } from "./home-provider.ts";
import { type KnownModels, knownModelsOf } from "./known-models.ts";
import { nearestNames } from "./nearest-names.ts";
import { openRouterVariant } from "./openrouter-variant.ts";
import { readOwnName } from "./own-name.ts";
import { providerNamed } from "./provider-names.ts";
import type {
  Address,
  AddressReading,
  AddressRule,
  ModelQuery,
  ModelResolution,
  ResolvedModel,
} from "./resolution.ts";
import { servedByDefault, servedIn } from "./served-in.ts";

/**
 * The rules that take a name apart. No two of them apply to one name, so their order does not matter;
 * those that tell a place are also read from names that the price book knows as they stand.
 */
export const addressRules: readonly AddressRule[] = [
  bedrockArn,
  bedrockProfile,
  bedrockBareId,
  vertexPath,
  googleResource,
  gatewayPrefix,
  gatewayInfix,
  openRouterVariant,
  fineTune,
];

/** A name has a handful of layers; what is still not bare after so many is no name. */
const MOST_LAYERS = 8;
/** AWS's own limit for a model's ARN, the longest form there is; a body may hold a name of megabytes. */
const LONGEST_NAME = 2048;

/**
 * Finds the model behind any name that a log, a bill or a client can carry, and where it is served. Every
 * rule applied is told in `how`; what is not the provider's own documented naming raises a `doubt`, which
 * makes a charge `derived`. A name that no rule leads to a model of the price book is unresolved, with
 * the reason and the nearest names: never a guess. Pure, and total: no name makes it throw.
 */
export function resolveModel(book: PriceBook, query: ModelQuery): ModelResolution {
  const known = knownModelsOf(book, query.atMs);
  const { ownNames } = query;
  const how: string[] = [];
  const doubts: string[] = [];
  const unresolved = (reason: string, candidates: readonly string[] = []): ModelResolution => ({
    kind: "unresolved",
    name: query.name,
    reason,
    candidates,
  });
  let address: Address = {
    provider: query.provider === undefined ? undefined : inBook(known, query.provider),
    name: query.name,
    scope: undefined,
    place: undefined,
    region: query.region,
  };
  if (address.name.trim() === "") return unresolved("the name is empty");
  if (address.name.length > LONGEST_NAME) return unresolved("the name is longer than any model's");

  let ownNameRead = ownNames === undefined;
  for (let layer = 0; layer < MOST_LAYERS; layer += 1) {
    let reading: AddressReading | undefined;
    if (!ownNameRead && ownNames !== undefined) {
      reading = readOwnName(address, ownNames);
      // What an own name stands for is a provider's name: it is not looked up among the own names again.
      if (reading !== undefined) ownNameRead = true;
    }
    reading ??= readByRule(known, address);
    if (reading === undefined) break;
    if (reading.kind === "stop") return unresolved(reading.reason);
    how.push(reading.how);
    if (reading.doubt !== undefined) doubts.push(reading.doubt);
    address = taken(address, reading);
  }

  const provider = address.provider ?? homeProvider(known, address.name);
  if (provider === undefined) {
    return unresolved(
      "it is not known whose model it is",
      nearestNames(address.name, everyModel(known)),
    );
  }
  if (address.provider === undefined) {
    how.push(`the name is one of ${provider}'s`);
    doubts.push(`the provider is not named; taken for ${provider}'s model`);
  }
  const finding = findKnownModel(known, provider, address.name);
  if (finding.kind === "ambiguous") {
    return unresolved(
      `"${address.name}" may be any of several models of ${provider}`,
      finding.models,
    );
  }
  if (finding.kind === "none") return unresolved(...whyNone(known, provider, address.name));
  if (finding.how !== undefined) how.push(finding.how);
  if (finding.doubt !== undefined) doubts.push(finding.doubt);

  return {
    kind: "resolved",
    provider,
    model: finding.model,
    ...whereServed(provider, address),
    ...(address.region === undefined ? {} : { region: address.region }),
    how,
    ...(doubts.length === 0 ? {} : { doubt: doubts.join("; ") }),
  };
}

/** What the name says of where it is served wins over the call's region, and that over what is usual. */
function whereServed(
  provider: string,
  { scope, place, region }: Address,
): Pick<ResolvedModel, "scope" | "place" | "scopeFrom" | "placeDoubt"> {
  if (scope !== undefined) {
    return { scope, scopeFrom: "name", ...(place === undefined ? {} : { place }) };
  }
  if (region !== undefined) return { ...servedIn(provider, region), scopeFrom: "region" };
  const { scope: usual, doubt } = servedByDefault(provider);
  return {
    scope: usual,
    scopeFrom: "default",
    ...(doubt === undefined ? {} : { placeDoubt: doubt }),
  };
}

/** A provider that the book has under the name given is that one, whatever else the name may mean. */
const inBook = (known: KnownModels, provider: string): string =>
  known.providers.includes(provider) ? provider : providerNamed(provider);

/** A name that the price book knows as it stands is not taken apart, except for where it is served. */
function readByRule(known: KnownModels, address: Address): AddressReading | undefined {
  const { provider, name } = address;
  const isKnown = provider !== undefined && known.find(provider, name) !== undefined;
  for (const rule of addressRules) {
    if (isKnown && !rule.tellsPlace) continue;
    const reading = rule.read(address);
    if (reading === undefined || (isKnown && reading.kind === "stop")) continue;
    return reading;
  }
  return undefined;
}

/** What one part of a name says of scope and place holds; an outer part is read first and wins. */
const taken = (address: Address, reading: Extract<AddressReading, { kind: "read" }>): Address => ({
  provider: reading.provider ?? address.provider,
  name: reading.name,
  scope: address.scope ?? reading.scope,
  place: address.scope === undefined ? reading.place : address.place,
  region: reading.region ?? address.region,
});

function whyNone(known: KnownModels, provider: string, name: string): [string, readonly string[]] {
  const base = fineTuneBase(name);
  if (base !== undefined) {
    return [
      `a fine-tune has a price of its own, and the price book has none for fine-tunes of "${base}" at ${provider}`,
      [],
    ];
  }
  const models = known.models(provider);
  if (models.length === 0) return [`the price book has no models of ${provider}`, []];
  return [`the price book has no model "${name}" of ${provider}`, nearestNames(name, models)];
}

function* everyModel(known: KnownModels): Generator<string> {
  for (const provider of known.providers) {
    for (const model of known.models(provider)) yield `${provider}/${model}`;
  }
}
