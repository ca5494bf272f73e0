import type { IncomingHttpHeaders } from "node:http";
import {
  HeadgateError,
  isOrdered,
  type ModelTargets,
  type ProviderKind,
  requestHeaders,
  type WireFormat,
} from "@headgate/contract";
import { deploymentFor, speaks, type Wire, wireToTranslateTo } from "@headgate/providers";
import type { ProviderClient } from "../upstream/provider-client.ts";
import { spreadOver } from "./spread-over.ts";

/** Where a call may go. */
export type Target = Readonly<{
  provider: ProviderClient;
  /** The model to ask it for; `undefined`: the one that the client named. */
  model: string | undefined;
  /** What is spoken with it where that is not what the client speaks: the call is then translated. */
  wire: Wire | undefined;
}>;

/** What a target is chosen by. */
export type Asked = Readonly<{
  wire: Pick<Wire, "format" | "home">;
  model: string | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}>;

export type Routes = Readonly<{
  providers: ReadonlyMap<string, ProviderClient>;
  models: Readonly<Record<string, ModelTargets>>;
}>;

/**
 * The targets of a call in the order to try them. A named provider wins, then a model name of the
 * operator's own, then `provider/model`, then the first provider of the format's own kind. A provider that
 * speaks another format is chosen only where it was named.
 * @throws HeadgateError `provider_unknown`, `provider_mismatch` or `model_unknown`
 */
export function planTargets(routes: Routes, asked: Asked): readonly Target[] {
  const { model } = asked;
  return chosenTargets(routes, asked).map((target) => {
    const sent = deploymentFor(target.provider.config, target.model ?? model);
    return sent === model && target.model === undefined ? target : { ...target, model: sent };
  });
}

function chosenTargets(
  routes: Routes,
  { wire: { format, home }, model, headers, body }: Asked,
): readonly Target[] {
  const named = headers[requestHeaders.provider];
  if (typeof named === "string")
    return [{ ...providerNamed(routes, named, format), model: undefined }];

  const own = model === undefined ? undefined : ownModel(routes, model);
  if (own !== undefined) {
    const ordered = isOrdered(own) ? own : [...spreadOver(own, format, body), ...own.fallbacks];
    return ordered.map((target) => targetNamed(routes, target, format));
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

const ownModel = (routes: Routes, model: string): ModelTargets | undefined =>
  Object.hasOwn(routes.models, model) ? routes.models[model] : undefined;

function targetNamed(routes: Routes, target: string, format: WireFormat): Target {
  const slash = target.indexOf("/");
  return {
    ...providerNamed(routes, target.slice(0, slash), format),
    model: target.slice(slash + 1),
  };
}

type Spoken = Pick<Target, "provider" | "wire">;

function providerNamed(routes: Routes, name: string, format: WireFormat): Spoken {
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
function spokenWith(provider: ProviderClient, format: WireFormat): Spoken | undefined {
  const { kind } = provider.config;
  if (speaks(kind, format)) return { provider, wire: undefined };
  const wire = wireToTranslateTo(kind, format);
  return wire === undefined ? undefined : { provider, wire };
}

/** Kinds that speak a format which another kind is the home of. */
const guests: ReadonlySet<ProviderKind> = new Set(["openai-compatible", "azure-openai"]);

/** The first provider of the path's or the format's own house, else the first that speaks it. */
function defaultProvider(
  routes: Routes,
  format: WireFormat,
  home: ProviderKind | undefined,
): ProviderClient | undefined {
  let other: ProviderClient | undefined;
  for (const provider of routes.providers.values()) {
    const { kind } = provider.config;
    if (!speaks(kind, format)) continue;
    if (home === undefined ? !guests.has(kind) : kind === home) return provider;
    other ??= provider;
  }
  return other;
}
