import type { IncomingHttpHeaders } from "node:http";
import {
  HeadgateError,
  type ProviderKind,
  requestHeaders,
  type WireFormat,
} from "@headgate/contract";
import { deploymentFor, speaks, type Wire } from "@headgate/providers";
import type { ProviderClient } from "../upstream/provider-client.ts";

/** Where a call may go: a provider, and the model to ask it for (`undefined`: the one in the body). */
export type Target = Readonly<{ provider: ProviderClient; model: string | undefined }>;

export type Routes = Readonly<{
  providers: ReadonlyMap<string, ProviderClient>;
  models: Readonly<Record<string, readonly string[]>>;
}>;

/**
 * The targets of a call in the order to try them. A named provider wins, then a model name of the
 * operator's own, then `provider/model`, then the first provider of the format's own kind.
 * @throws HeadgateError `provider_unknown`, `provider_mismatch` or `model_unknown`
 */
export function planTargets(
  routes: Routes,
  wire: Pick<Wire, "format" | "home">,
  model: string | undefined,
  headers: IncomingHttpHeaders,
): readonly Target[] {
  return chosenTargets(routes, wire, model, headers).map((target) => {
    const sent = deploymentFor(target.provider.config, target.model ?? model);
    return sent === model && target.model === undefined ? target : { ...target, model: sent };
  });
}

function chosenTargets(
  routes: Routes,
  { format, home }: Pick<Wire, "format" | "home">,
  model: string | undefined,
  headers: IncomingHttpHeaders,
): readonly Target[] {
  const named = headers[requestHeaders.provider];
  if (typeof named === "string")
    return [{ provider: providerNamed(routes, named, format), model: undefined }];

  const own = model === undefined ? undefined : ownModel(routes, model);
  if (own !== undefined) return own.map((target) => targetNamed(routes, target, format));

  const slash = model === undefined ? -1 : model.indexOf("/");
  if (model !== undefined && slash > 0) {
    const provider = routes.providers.get(model.slice(0, slash));
    if (provider !== undefined && speaks(provider.config.kind, format)) {
      return [{ provider, model: model.slice(slash + 1) }];
    }
  }

  const provider = defaultProvider(routes, format, home);
  if (provider === undefined) {
    throw new HeadgateError("model_unknown", `No provider is configured that speaks ${format}.`, {
      format,
    });
  }
  return [{ provider, model: undefined }];
}

const ownModel = (routes: Routes, model: string): readonly string[] | undefined =>
  Object.hasOwn(routes.models, model) ? routes.models[model] : undefined;

function targetNamed(routes: Routes, target: string, format: WireFormat): Target {
  const slash = target.indexOf("/");
  return {
    provider: providerNamed(routes, target.slice(0, slash), format),
    model: target.slice(slash + 1),
  };
}

function providerNamed(routes: Routes, name: string, format: WireFormat): ProviderClient {
  const provider = routes.providers.get(name);
  if (provider === undefined) {
    throw new HeadgateError("provider_unknown", `There is no provider "${name}".`, {
      provider: name,
    });
  }
  if (!speaks(provider.config.kind, format)) {
    throw new HeadgateError("provider_mismatch", `Provider "${name}" does not speak ${format}.`, {
      provider: name,
      format,
    });
  }
  return provider;
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
