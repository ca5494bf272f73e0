import { HeadgateError, type ProviderConfig, type WireFormat } from "@headgate/contract";
import {
  type ChosenTarget,
  chooseTargets,
  type TargetRoutes,
  targetNamed,
} from "../choose-targets.ts";
import type { JsonObject } from "../json-values.ts";
import type { Note } from "../translate/notes.ts";
import { translateRequest } from "../translate/translate-request.ts";
import { translationUnsupported } from "../translate/translation-unsupported.ts";
import type { CallRequest, Wire } from "../wire.ts";
import { withBetas } from "./anthropic-betas.ts";

type Named = Readonly<{ name: string; config: ProviderConfig }>;

/** A request as its provider gets it. */
export type PreparedRequest = Readonly<{
  provider: string;
  /** As the provider knows it. */
  model: string;
  /** What is spoken with the provider. */
  format: WireFormat;
  /** The gateway's path for a request of that format, without a query but for the betas under which it is asked. */
  endpoint: string;
  body: Buffer;
  /** What the provider's format cannot carry; empty unless the policy lets such requests go on. */
  lost: readonly Note[];
}>;

/** A request as its client sent it, or would have. */
export type RequestToPrepare = Readonly<{
  wire: Wire;
  request: CallRequest;
  pathAndQuery: string;
  body: Buffer;
  /** The provider that the client names. */
  provider: string | undefined;
  /** The model that was chosen for it, as `provider/model`, whatever the client names. */
  chosen?: string | undefined;
  /** Its header `anthropic-beta`. */
  betas?: string | undefined;
  /** `translation.unsupported` of the configuration. */
  unsupported: "refuse" | "report";
}>;

/** Why a target is not asked, since its price has to be known and is not; `undefined`: it may be. */
export type WhyUnpriced = (provider: Named, model: string) => string | undefined;

/**
 * Puts a request that may wait into the words of the provider that real time would ask first.
 *
 * @throws HeadgateError `provider_unknown`, `provider_mismatch`, `model_unknown`, `price_unknown`,
 *   `translation_unsupported` or `body_invalid`
 */
export function prepareBatchRequest<Provider extends Named>(
  routes: TargetRoutes<Provider>,
  input: RequestToPrepare,
  whyUnpriced: WhyUnpriced,
): PreparedRequest {
  const { request } = input;
  const reasons: string[] = [];
  for (const target of targetsOf(routes, input)) {
    const model = target.model ?? request.model;
    if (model === undefined) break;
    const reason = whyUnpriced(target.provider, model);
    if (reason === undefined) {
      return target.wire === undefined
        ? asSent(input, target, model)
        : translated(input, target, target.wire, model);
    }
    reasons.push(reason);
  }
  throw reasons.length === 0
    ? new HeadgateError("model_unknown", "The request names no model.")
    : new HeadgateError("price_unknown", `${reasons.join("; ")}.`);
}

const targetsOf = <Provider extends Named>(
  routes: TargetRoutes<Provider>,
  { wire, request, provider, chosen }: RequestToPrepare,
): readonly ChosenTarget<Provider>[] =>
  chosen === undefined
    ? chooseTargets(routes, wire, request.model, { named: provider, body: undefined })
    : [targetNamed(routes, chosen, wire.format)];

function asSent(
  { wire, request, pathAndQuery, body, betas }: RequestToPrepare,
  { provider }: ChosenTarget<Named>,
  model: string,
): PreparedRequest {
  const sent =
    model === request.model
      ? { pathAndQuery, body }
      : wire.withModel({ pathAndQuery, body }, model);
  return {
    provider: provider.name,
    model,
    format: wire.format,
    endpoint: withBetas(
      withoutQuery(sent.pathAndQuery),
      wire.format === "anthropic.messages" ? betas : undefined,
    ),
    body: sent.body,
    lost: [],
  };
}

function translated(
  { wire, request, pathAndQuery, unsupported }: RequestToPrepare,
  { provider }: ChosenTarget<Named>,
  spoken: Wire,
  model: string,
): PreparedRequest {
  const translation = translateRequest({
    from: wire.format,
    to: spoken.format,
    request,
    pathAndQuery,
    model,
    provider: provider.config,
  });
  const { lost } = translation.notes;
  if (lost.length > 0 && unsupported === "refuse") {
    throw translationUnsupported(translation, provider.name);
  }
  return {
    provider: provider.name,
    model,
    format: spoken.format,
    endpoint: withoutQuery(translation.pathAndQuery),
    body: translation.body,
    lost,
  };
}

const withoutQuery = (pathAndQuery: string): string => pathAndQuery.split("?", 1)[0] ?? "";

/** A line's body, as a call of its own. */
export function callOfLine(wire: Wire, endpoint: string, json: JsonObject): RequestToPrepare {
  const body = Buffer.from(JSON.stringify(json), "utf8");
  return {
    wire,
    request: wire.readRequest(body, endpoint),
    pathAndQuery: endpoint,
    body,
    provider: undefined,
    unsupported: "refuse",
  };
}
