import type { PriceScope } from "@headgate/contract";
import { DAY_MS } from "./day-number.ts";
import type { PriceBook } from "./price-book.ts";
import type { ModelPrices } from "./rate-table.ts";
import { remember } from "./remembered-findings.ts";
import type { OwnNames, ResolvedModel } from "./resolve/resolution.ts";
import { resolveModel } from "./resolve/resolve-model.ts";

/** What is known of a call when its model is looked for. */
export type ModelSearch = Readonly<{
  provider: string;
  /** Names of the model in order: the response's, the sent one, the requested one. */
  models: readonly string[];
  /** The region that the call was made to. */
  region?: string | undefined;
  /** What names of the operator's own stand for. */
  ownNames?: OwnNames | undefined;
  atMs: number;
}>;

/** The prices for one of several names of a call's model and where it was served, or why there are none. */
export type ModelFinding =
  | Readonly<{
      kind: "found";
      prices: ModelPrices;
      /** Where it was served; undefined when neither a name nor a region tells. */
      scope: PriceScope | undefined;
      place: string | undefined;
      /** The region that the call was made to, which a wider profile may be billed by. */
      region: string | undefined;
      doubts: readonly string[];
      /** What is not certain of where it was served, as far as the caller does not state it. */
      placeDoubt: string | undefined;
    }>
  | Readonly<{ kind: "missing"; reason: string }>;

type Named = Readonly<{ name: string; resolution: ResolvedModel; prices: ModelPrices }>;

/**
 * Tries the names in order: the first that leads to a model with a price says which model it was. Where
 * it was served may be told by another of them: on Bedrock the answer names the model and the request
 * the inference profile. A first name that leads nowhere, and every rule that is not the provider's own
 * naming, raises a doubt; a doubt about the name is dropped when another name means the same model for sure.
 */
export const findModel = (book: PriceBook, search: ModelSearch): ModelFinding =>
  remember(book, search, searchModel);

function searchModel(book: PriceBook, search: ModelSearch): ModelFinding {
  const { provider: whose, region, ownNames, atMs } = search;
  const where = { provider: whose, region, ownNames, atMs };
  const named: Named[] = [];
  const reasons: string[] = [];
  for (const name of new Set(search.models)) {
    const resolution = resolveModel(book, { ...where, name });
    if (resolution.kind === "unresolved") {
      const { reason, candidates } = resolution;
      reasons.push(candidates.length === 0 ? reason : `${reason}; near: ${candidates.join(", ")}`);
      continue;
    }
    const { provider, model } = resolution;
    const prices = book.find({ provider, model, atMs });
    if (prices !== undefined) named.push({ name, resolution, prices });
  }
  const [first] = named;
  if (first === undefined) return { kind: "missing", reason: whyMissing(search, reasons) };

  const doubts: string[] = [];
  const [asked] = search.models;
  if (asked !== undefined && asked !== first.name) {
    doubts.push(`"${asked}" is not in the price book; priced as "${first.name}"`);
  }
  const certain = named.some(
    ({ resolution, prices }) =>
      resolution.doubt === undefined && prices.model === first.prices.model,
  );
  if (!certain && first.resolution.doubt !== undefined) doubts.push(first.resolution.doubt);
  const served = (
    named.find(({ resolution }) => resolution.scopeFrom === "name") ??
    named.find(({ resolution }) => resolution.scopeFrom === "region") ??
    first
  ).resolution;
  const stated = served.scopeFrom !== "default";
  return {
    kind: "found",
    prices: first.prices,
    scope: stated ? served.scope : undefined,
    place: stated ? served.place : undefined,
    region: served.region,
    doubts,
    placeDoubt: served.placeDoubt,
  };
}

function whyMissing({ provider, models, atMs }: ModelSearch, reasons: readonly string[]): string {
  const names = [...new Set(models)].join(", ");
  if (names === "") return "the model is not known";
  const day = new Date(Math.floor(atMs / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
  const why = reasons.length === 0 ? "" : ` (${[...new Set(reasons)].join("; ")})`;
  return `the price book has no price of ${provider} for ${names} on ${day}${why}`;
}
