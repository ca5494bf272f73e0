import type { PriceScope, UsageComponent } from "@headgate/contract";
import { remembering } from "../read/remembering.ts";
import { awsRegionOf } from "./aws-region.ts";

/** What Bedrock bills for, beside tokens. */
type BedrockKind =
  | "tokens"
  | "provisioned"
  | "reserved"
  | "customisation"
  | "model_storage"
  | "guardrail"
  | "evaluation"
  | "flows"
  | "prompt_routing"
  | "rerank"
  | "data_automation"
  | "knowledge_base"
  | "agentcore"
  | "image"
  | "video"
  | "other";

/** What a usage type of Bedrock says. What it does not say is absent. */
export type BedrockUsageType = Readonly<{
  kind: BedrockKind;
  region?: string;
  /** The model as the usage type writes it; usage types of the marketplace name none. */
  model?: string;
  component?: UsageComponent;
  tier?: string;
  scope?: PriceScope;
  /** Set where the price is that of a long prompt. */
  longContext?: true;
  /** Whether the marketplace bills it: its unit is then a million tokens. */
  marketplace: boolean;
}>;

/**
 * Kinds by what stands in the usage type, first match first: a provisioned unit, a guardrail or a rerank may
 * have words of tokens in its name as well. The order is that of AWS's own cost dashboards (CUDOS).
 */
const kinds: readonly (readonly [RegExp, BedrockKind])[] = [
  [/reserved[_-]\d+month|[_-](?:in|out)put-?tpm/i, "reserved"],
  [/provisioned|model-?units?(?:[_-]|$)|custommodel(?:import|unit)/i, "provisioned"],
  [/customi[sz]ation.*stor|custom-?model.*stor|model-?storage/i, "model_storage"],
  [/customi[sz]ation|fine-?tun|distillation|training/i, "customisation"],
  [/guardrail/i, "guardrail"],
  [/evaluation/i, "evaluation"],
  [/\bflows?\b/i, "flows"],
  [/prompt-?(?:routing|router)/i, "prompt_routing"],
  [/rerank|search_?-?units?/i, "rerank"],
  [/data-?automation/i, "data_automation"],
  [/knowledge-?base|structured-?data-?retrieval/i, "knowledge_base"],
  [/agent-?core/i, "agentcore"],
];

/** Kinds that are told only where no token is billed. */
const otherKinds: readonly (readonly [RegExp, BedrockKind])[] = [
  [/reel|video/i, "video"],
  [/image|canvas|[it]2i/i, "image"],
];

/** What is billed of tokens. Cache before input: `cache-read-input-token-count` has `input` in it. */
const RUNTIME_TOKENS =
  /^(?<model>.*?)-?(?<mantle>mantle-)?(?:(?<modality>speech|audio|text|image|video)-)?(?<what>cache-(?:read|write)(?:-(?:1h|5m))?(?:-input)?|input|output)-tokens?(?:-count)?(?<tail>(?:-.*)?)$/i;
const MARKETPLACE_WORDS =
  /^(?<what>cache_?read|cache_?write(?:_?1h)?|million_?(?:batch_?)?input|million_?(?:batch_?)?(?:output|response)|input|output)(?:_?input)?_?tokens?(?:_?count)?(?<tail>(?:_.*)?)$/i;

const tiers: readonly (readonly [RegExp, string])[] = [
  [/batch/i, "batch"],
  [/flex/i, "flex"],
  [/priority/i, "priority"],
  [/latency-?optimi[sz]ed/i, "latency_optimized"],
  [/standard/i, "standard"],
];

/** Reads a usage type of Amazon Bedrock, of bedrock-runtime, bedrock-mantle or the marketplace. Pure and total. */
export const readBedrockUsageType = remembering(
  10_000,
  (usageType: string) => usageType,
  readUsageType,
);

function readUsageType(usageType: string): BedrockUsageType {
  const { region, rest } = awsRegionOf(usageType);
  const about = region === undefined ? {} : { region };
  const marketplace = /^MP:(?:[A-Z0-9]+_)?(.*?)(?:-Units)?$/.exec(rest);
  const subject = marketplace?.[1] ?? rest;
  const kind = firstOf(kinds, subject);
  const bySubject = { ...about, marketplace: marketplace !== null };
  if (kind === "reserved" || kind === "provisioned") {
    return { ...bySubject, kind, tier: kind, ...scopeIn(subject) };
  }
  if (kind !== undefined) return { ...bySubject, kind };

  const tokens = (marketplace === null ? RUNTIME_TOKENS : MARKETPLACE_WORDS).exec(subject)?.groups;
  if (tokens === undefined) {
    const other = firstOf(otherKinds, subject) ?? "other";
    const made = /created_?image/i.test(subject) || /[it]2i/i.test(subject);
    return { ...bySubject, kind: other, ...(made && { component: "images" as const }) };
  }
  const { model = "", what = "", modality, tail = "" } = tokens;
  const component = componentOf(what + hourIn(tail), modality, marketplace !== null);
  return {
    ...bySubject,
    kind: "tokens",
    ...(model !== "" && { model }),
    ...(component !== undefined && { component }),
    tier: firstOf(tiers, /batch/i.test(what) ? "batch" : tail) ?? "standard",
    ...scopeIn(tail),
    ...(/lctx|long-?context/i.test(tail) && { longContext: true as const }),
  };
}

/** `cache_write_tokens_1h_standard`: the time to live may stand behind. */
const hourIn = (tail: string): string => (/[_-]1h(?:[_-]|$)/i.test(tail) ? "1h" : "");

function componentOf(
  what: string,
  modality: string | undefined,
  isMarketplace: boolean,
): UsageComponent | undefined {
  const sense = modality?.toLowerCase().replace("speech", "audio");
  const plain = sense === undefined || sense === "text";
  if (/cache[_-]?read/i.test(what)) {
    if (plain) return "cache_read";
    return sense === "audio" ? "cache_read_audio" : undefined;
  }
  if (/cache[_-]?write/i.test(what)) {
    if (/1h/i.test(what)) return "cache_write_1h";
    // The marketplace has a meter of its own for one hour, so its other one is that of five minutes.
    return isMarketplace || /5m/i.test(what) ? "cache_write_5m" : "cache_write";
  }
  const isInput = /input/i.test(what);
  switch (sense) {
    case undefined:
    case "text":
      return isInput ? "input" : "output";
    case "audio":
      return isInput ? "input_audio" : "output_audio";
    case "image":
      return isInput ? "input_image" : "output_image";
    case "video":
      return isInput ? "input_video" : "output_video";
    default:
      return undefined;
  }
}

function scopeIn(tail: string): { scope?: PriceScope } {
  if (/[_-]global(?:[_-]|$)/i.test(tail)) return { scope: "global" };
  if (/[_-]geo(?:[_-]|$)/i.test(tail)) return { scope: "geo" };
  return {};
}

const firstOf = <Value>(
  table: readonly (readonly [RegExp, Value])[],
  text: string,
): Value | undefined => table.find(([pattern]) => pattern.test(text))?.[1];
