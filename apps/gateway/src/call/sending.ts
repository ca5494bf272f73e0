import type { IncomingHttpHeaders } from "node:http";
import { type HeadgateConfig, HeadgateError, type Usage } from "@headgate/contract";
import type { PromptPrints, RequestEdit } from "@headgate/levers";
import type { Picodollars } from "@headgate/money";
import {
  asksForUsage,
  type CallRequest,
  type RequestTranslation,
  translatedHeaders,
  translateRequest,
  translationUnsupported,
  type Wire,
  withUsageRequested,
} from "@headgate/providers";
import type { Call } from "./call.ts";
import type { Target } from "./plan-targets.ts";

/** What goes to a target: the client's own bytes, or their translation. */
export type Sending = Readonly<{
  /** What is spoken with the provider; its answers are metered, and their usage is estimated, in it. */
  wire: Wire;
  /** The request as the provider gets it. */
  request: CallRequest;
  pathAndQuery: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Usage was asked for on the client's behalf, so the chunk that carries it is not the client's. */
  hideUsageChunk: boolean;
  translation: RequestTranslation | undefined;
  /** What levers changed in it, on the call and for this target alone. */
  edits: readonly RequestEdit[];
  /** Where the prompt was looked at for the provider's cache: its digests, and the body before it was marked. */
  prints?: PromptPrints;
  bodyBefore?: Buffer;
  /** What learns of the answer. */
  watcher?: AnswerWatcher;
}>;

/** Learns what became of what was sent; it never throws. */
type AnswerWatcher = Readonly<{
  settled: (settled: SettledUsage) => void;
  /** The provider says that the request is a bad one. */
  refused: () => void;
}>;

type SettledUsage = Readonly<{
  usage: Usage;
  /** What usage would have cost by the same prices. */
  price: (usage: Usage) => Picodollars | undefined;
  atMs: number;
}>;

/**
 * Prepares a call for a target. A target that speaks the client's format gets the client's bytes, but for
 * a mapped model and the request for usage.
 *
 * @throws HeadgateError `translation_unsupported` where the policy refuses what cannot be carried over,
 *   or `body_invalid`
 */
export function sendingTo(
  call: Call,
  target: Target,
  policy: HeadgateConfig["translation"],
): Sending {
  if (target.wire !== undefined) return translated(call, target, target.wire, policy);
  const { wire, request, headers } = call;
  let { pathAndQuery, body } = call;
  const model = target.model ?? request.model;
  if (model !== undefined && model !== request.model) {
    ({ pathAndQuery, body } = wire.withModel({ pathAndQuery, body }, model));
  }
  const hideUsageChunk =
    wire.format === "openai.chat_completions" &&
    request.stream &&
    !request.usageRequested &&
    asksForUsage(target.provider.config);
  if (hideUsageChunk) body = withUsageRequested(body);
  return {
    wire,
    request,
    pathAndQuery,
    headers,
    body,
    hideUsageChunk,
    translation: undefined,
    edits: call.edits,
  };
}

function translated(
  call: Call,
  target: Target,
  wire: Wire,
  policy: HeadgateConfig["translation"],
): Sending {
  const model = target.model ?? call.request.model;
  if (model === undefined) throw new HeadgateError("model_unknown", "The request names no model.");
  const translation = translateRequest({
    from: call.wire.format,
    to: wire.format,
    request: call.request,
    pathAndQuery: call.pathAndQuery,
    model,
    provider: target.provider.config,
  });
  if (translation.notes.lost.length > 0 && policy.unsupported === "refuse") {
    throw translationUnsupported(translation, target.provider.name);
  }
  const { request, pathAndQuery, body } = translation;
  return {
    wire,
    request,
    pathAndQuery,
    headers: translatedHeaders(call.headers),
    body,
    hideUsageChunk: false,
    translation,
    edits: call.edits,
  };
}
