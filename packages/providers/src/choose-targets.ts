import {
  HeadgateError,
  isOrdered,
  type ModelTargets,
  type ProviderConfig,
  type ProviderKind,
  type WireFormat,
} from "@headgate/contract";
import { deploymentFor } from "./azure/deployment-for.ts";
import { speaks } from "./speaks.ts";
import { spreadOver } from "./spread-over.ts";
import { wireToTranslateTo } from "./translate/provider-wire.ts";
import type { Wire } from "./wire.ts";

/** A provider as far as choosing it goes. */
type Named = Readonly<{ name: string; config: ProviderConfig }>;

/** Where a request may go. */
export type ChosenTarget<Provider extends Named> = Readonly<{
  provider: Provider;
  /** The model to ask it for; `undefined`: the one that the client named. */
  model: string | undefined;
  /** What is spoken with it where that is not what the client speaks: the request is then translated. */
  wire: Wire | undefined;
}>;

export type TargetRoutes<Provider extends Named> = Readonly<{
  providers: ReadonlyMap<string, Provider>;
  models: Readonly<Record<string, ModelTargets>>;
}>;

type Asked = Readonly<{
  /** The provider that the client names. */
  named: string | undefined;
  /** The request's bytes, by which it has its place among equal deployments; without them these are tried in order. */
  body: Buffer | undefined;
}>;

/**
 * The targets of a request in the order to try them. A named provider wins, then a model name of the
 * operator's own, then `provider/model`, then the first provider of the format's own kind. A provider that
 * speaks another format is chosen only where it was named.
 *
 * @throws HeadgateError `provider_unknown`, `provider_mismatch` or `model_unknown`
 */
export function chooseTargets<Provider extends Named>(
  routes: TargetRoutes<Provider>,
  wire: Pick<Wire, "format" | "home">,
  model: string | undefined,
  asked: Asked,
): readonly ChosenTarget<Provider>[] {
  return candidates(routes, wire, model, asked).map((target) => {
    const sent = deploymentFor(target.provider.config, target.model ?? model);
    return sent === model && target.model === undefined ? target : { ...target, model: sent };
  });
}

/**
 * A target by its name, `provider/model`, as it is asked in a client's format.
 * @throws HeadgateError `provider_unknown` or `provider_mismatch`
 */
export function targetNamed<Provider extends Named>(
  routes: TargetRoutes<Provider>,
  name: string,
  format: WireFormat,
): ChosenTarget<Provider> {
  const target = namedAs(routes, name, format);
  return { ...target, model: deploymentFor(target.provider.config, target.model) };
}

function candidates<Provider extends Named>(
  routes: TargetRoutes<Provider>,
  { format, home }: Pick<Wire, "format" | "home">,
  model: string | undefined,
  { named, body }: Asked,
): readonly ChosenTarget<Provider>[] {
  if (named !== undefined) return [{ ...providerNamed(routes, named, format), model: undefined }];

  const own = model === undefined ? undefined : ownModel(routes, model);
  if (own !== undefined) {
    return inOrder(own, format, body).map((target) => namedAs(routes, target, format));
  }

  const slash = model === undefined ? -1 : model.indexOf("/");
  if (model !== undefined && slash > 0) {
    const provider = routes.providers.get(model.slice(0, slash));
    const spoken = provider === undefined ? undefined : spokenWith(provider, format);
    if (spoken !== undefined) return [{ ...spoken, model: model.slice(slash + 1) }];
  }

  const provider = defaultProvider(routes, format, home);
  if (provider === undefined) {
    throw new HeadgateError("model_unknown", `No provider is configured that speaks ${format}.`, {
      format,
    });
  }
  return [{ provider, model: undefined, wire: undefined }];
}

const ownModel = (routes: TargetRoutes<Named>, model: string): ModelTargets | undefined =>
  Object.hasOwn(routes.models, model) ? routes.models[model] : undefined;

function inOrder(
  targets: ModelTargets,
  format: WireFormat,
  body: Buffer | undefined,
): readonly string[] {
  if (isOrdered(targets)) return targets;
  const equals = body === undefined ? targets.targets : spreadOver(targets, format, body);
  return [...equals, ...targets.fallbacks];
}

function namedAs<Provider extends Named>(
  routes: TargetRoutes<Provider>,
  target: string,
  format: WireFormat,
): ChosenTarget<Provider> {
  const slash = target.indexOf("/");
  return {
    ...providerNamed(routes, target.slice(0, slash), format),
    model: target.slice(slash + 1),
  };
}

type Spoken<Provider extends Named> = Pick<ChosenTarget<Provider>, "provider" | "wire">;

function providerNamed<Provider extends Named>(
  routes: TargetRoutes<Provider>,
  name: string,
  format: WireFormat,
): Spoken<Provider> {
  const provider = routes.providers.get(name);
  if (provider === undefined) {
    throw new HeadgateError("provider_unknown", `There is no provider "${name}".`, {
      provider: name,
    });
  }
  const spoken = spokenWith(provider, format);
  if (spoken === undefined) {
    throw new HeadgateError("provider_mismatch", `Provider "${name}" does not speak ${format}.`, {
      provider: name,
      format,
    });
  }
  return spoken;
}

/** The client's own format where the provider speaks it, else one that it can be put into. */
function spokenWith<Provider extends Named>(
  provider: Provider,
  format: WireFormat,
): Spoken<Provider> | undefined {
  const { kind } = provider.config;
  if (speaks(kind, format)) return { provider, wire: undefined };
  const wire = wireToTranslateTo(kind, format);
  return wire === undefined ? undefined : { provider, wire };
}

/** Kinds that speak a format which another kind is the home of. */
const guests: ReadonlySet<ProviderKind> = new Set(["openai-compatible", "azure-openai"]);

/** The first provider of the path's or the format's own house, else the first that speaks it. */
function defaultProvider<Provider extends Named>(
  routes: TargetRoutes<Provider>,
  format: WireFormat,
  home: ProviderKind | undefined,
): Provider | undefined {
  let other: Provider | undefined;
  for (const provider of routes.providers.values()) {
    const { kind } = provider.config;
    if (!speaks(kind, format)) continue;
    if (home === undefined ? !guests.has(kind) : kind === home) return provider;
    other ??= provider;
  }
  return other;
}
