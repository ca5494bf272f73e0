import type { PriceScope } from "@headgate/contract";

/** What a name of the operator's own stands for: a deployment, an inference profile, an endpoint, a fine-tune. */
export type OwnName = Readonly<{
  /** The model's name at the provider, in any form that the resolver reads. */
  model: string;
  /** Where its calls are served, if the name does not tell. */
  scope?: PriceScope | undefined;
  /** A geography (`us`, `eu`) or a region (`us-east-1`). */
  place?: string | undefined;
}>;

export type OwnNames = Readonly<Record<string, OwnName>>;

export type ModelQuery = Readonly<{
  /** The name as a log, a bill or a client carries it. */
  name: string;
  /** Who served it, in any spelling; taken from the name when it is absent. */
  provider?: string | undefined;
  /** The region that the call was made to. */
  region?: string | undefined;
  /** Names that only the operator can explain, by name. */
  ownNames?: OwnNames | undefined;
  /** When the name was used, milliseconds since the epoch: some names move from model to model. */
  atMs: number;
}>;

export type ResolvedModel = Readonly<{
  kind: "resolved";
  /** As the price book names them. */
  provider: string;
  model: string;
  scope: PriceScope;
  /** A geography (`us`, `eu`) where the scope is `geo`, a region where it is `in_region`. */
  place?: string | undefined;
  /** The region that the call was made to, if it is known. */
  region?: string | undefined;
  /** What tells where it is served: the name (or the operator for it), the call's region, or nothing. */
  scopeFrom: "name" | "region" | "default";
  /** Every rule that was applied, in order, each as a clause; empty for the price book's own name. */
  how: readonly string[];
  /** Why the model is not certain; absent when it is the provider's own documented naming. */
  doubt?: string | undefined;
  /** Why it is not certain where it is served. */
  placeDoubt?: string | undefined;
}>;

/** A name without a model: why, and the known names that come nearest. */
export type UnresolvedModel = Readonly<{
  kind: "unresolved";
  name: string;
  reason: string;
  candidates: readonly string[];
}>;

export type ModelResolution = ResolvedModel | UnresolvedModel;

/** A page that a rule follows. */
/** Where a rule was read; without a day where it was not read again. */
export type RuleSource = Readonly<{ url: string; readAt?: string }>;

/** What is left of a name while rules take it apart. */
export type Address = Readonly<{
  provider: string | undefined;
  name: string;
  scope: PriceScope | undefined;
  place: string | undefined;
  region: string | undefined;
}>;

/** What a rule makes of an address: part of it read, or the reason why no model can be behind it. */
export type AddressReading =
  | Readonly<{
      kind: "read";
      name: string;
      provider?: string;
      scope?: PriceScope | undefined;
      place?: string | undefined;
      region?: string | undefined;
      how: string;
      doubt?: string;
    }>
  | Readonly<{ kind: "stop"; reason: string }>;

/** One way in which a name says more than a model: takes one layer off. Undefined when it does not apply. */
export type AddressRule = Readonly<{
  id: string;
  sources: readonly RuleSource[];
  /** Says where the call is served, so it is read even from a name that the price book knows as it stands. */
  tellsPlace: boolean;
  read: (address: Address) => AddressReading | undefined;
}>;
