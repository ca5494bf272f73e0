import type { IncomingHttpHeaders } from "node:http";
import { HeadgateError, requestHeaders } from "@headgate/contract";
import { sentName, speaks, type Wire } from "@headgate/providers";
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
  wire: Wire,
  model: string | undefined,
  headers: IncomingHttpHeaders,
): readonly Target[] {
  const found = candidates(routes, wire, model, headers);
  return found.map((target) => withSentName(target, model));
}

/** The target with the name that its provider knows the model by. */
function withSentName(target: Target, requested: string | undefined): Target {
  const named = target.model ?? requested;
  if (named === undefined) return target;
  const sent = sentName(target.provider.config, named);
  return sent === named ? target : { ...target, model: sent };
}

function candidates(
  routes: Routes,
  wire: Wire,
  model: string | undefined,
  headers: IncomingHttpHeaders,
): readonly Target[] {
  const { format } = wire;
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

  const provider = defaultProvider(routes, wire);
  if (provider === undefined) {
    throw new HeadgateError("model_unknown", `No provider is configured that speaks ${format}.`, {
      format,
    });
  }
  return [{ provider, model: undefined }];
}

const ownModel = (routes: Routes, model: string): readonly string[] | undefined =>
  Object.hasOwn(routes.models, model) ? routes.models[model] : undefined;

function targetNamed(routes: Routes, target: string, format: Wire["format"]): Target {
  const slash = target.indexOf("/");
  return {
    provider: providerNamed(routes, target.slice(0, slash), format),
    model: target.slice(slash + 1),
  };
}

function providerNamed(routes: Routes, name: string, format: Wire["format"]): ProviderClient {
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

/** The first provider of the format's own house, else the first that speaks it. */
function defaultProvider(routes: Routes, wire: Wire): ProviderClient | undefined {
  const house: string = wire.house ?? wire.format.slice(0, wire.format.indexOf("."));
  let other: ProviderClient | undefined;
  for (const provider of routes.providers.values()) {
    if (!speaks(provider.config.kind, wire.format)) continue;
    if (provider.config.kind === house) return provider;
    other ??= provider;
  }
  return other;
}
