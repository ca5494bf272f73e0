import type { AttemptSource, PromptPart } from "@headgate/contract";
import { type ModelRoute, routes } from "./model-route.ts";

/** Who writes the company's calls down. */
export type CallSource = Extract<
  AttemptSource,
  | "anthropic_batch"
  | "bedrock_batch"
  | "bedrock_invocation_log"
  | "claude_code"
  | "codex"
  | "gateway"
  | "helicone"
  | "langfuse"
  | "litellm"
  | "openai_batch"
  | "otlp"
  | "otlp_logs"
>;

/** Which part of a feature's calls a source sees. */
export type SeenBy = Readonly<{
  source: CallSource;
  share: number;
  /** Of those calls alone that this source sees. */
  along?: CallSource;
  /** It writes down what was answered, and nothing of what failed. */
  answeredOnly?: true;
}>;

/** What a team of the company calls a model for. */
export type Feature = Readonly<{
  name: string;
  team: string;
  route: ModelRoute;
  /** Calls of a mean weekday at scale 1. */
  callsADay: number;
  /** Medians, in tokens; `cachedShare` of the prompt comes out of the provider's cache. */
  input: number;
  output: number;
  cachedShare: number;
  /** Of a prompt's text, hundredths by part; none where the source of the calls tells no parts. */
  prompt: Readonly<Partial<Record<PromptPart, number>>>;
  /**
   * Which part of the calls each source sees; a call may be seen by several, or by none. Sources of one call share an id
   * of it, at least by way of a third one.
   */
  seenBy: readonly SeenBy[];
  /** The tool in which people work that makes the calls; else it is a program of the company's own. */
  client?: "claude_code" | "codex";
  /** The program counts its tokens in a metric, beside whoever else sees its calls. */
  isMetered?: true;
}>;

export const seen = (source: CallSource, share = 1): SeenBy => ({ source, share });

/** A made-up company: six teams and what they do. */
export const features: readonly Feature[] = [
  {
    name: "answer-draft",
    team: "support",
    route: routes.bedrockSonnet,
    callsADay: 1_500,
    input: 2_400,
    output: 350,
    cachedShare: 0.5,
    prompt: { system: 34, history: 22, documents: 32, user: 12 },
    seenBy: [seen("bedrock_invocation_log"), seen("gateway", 0.7)],
  },
  {
    name: "triage",
    team: "support",
    route: routes.bedrockHaiku,
    callsADay: 3_000,
    input: 900,
    output: 40,
    cachedShare: 0.3,
    prompt: { system: 70, user: 30 },
    seenBy: [seen("bedrock_invocation_log")],
  },
  {
    name: "translate",
    team: "support",
    route: routes.bedrockNova,
    callsADay: 1_200,
    input: 500,
    output: 480,
    cachedShare: 0,
    prompt: { system: 15, user: 85 },
    seenBy: [seen("bedrock_invocation_log")],
  },
  {
    name: "query-rewrite",
    team: "search",
    route: routes.gpt5Mini,
    callsADay: 4_000,
    input: 1_600,
    output: 120,
    cachedShare: 0.6,
    prompt: { system: 62, tools: 14, history: 16, user: 8 },
    seenBy: [seen("gateway"), seen("otlp", 0.5)],
  },
  {
    name: "index",
    team: "search",
    route: routes.embedding,
    callsADay: 2_000,
    input: 700,
    output: 0,
    cachedShare: 0,
    prompt: {},
    seenBy: [seen("gateway")],
  },
  {
    name: "product-summary",
    team: "search",
    route: routes.geminiFlash,
    callsADay: 1_800,
    input: 1_900,
    output: 240,
    cachedShare: 0.2,
    prompt: { system: 20, documents: 75, user: 5 },
    seenBy: [seen("otlp")],
  },
  {
    name: "copywriter",
    team: "growth",
    route: routes.azureGpt4o,
    callsADay: 900,
    input: 1_100,
    output: 420,
    cachedShare: 0.25,
    prompt: { system: 40, history: 35, user: 25 },
    seenBy: [seen("litellm")],
  },
  {
    name: "ad-variants",
    team: "growth",
    route: routes.azureGpt5Mini,
    callsADay: 1_400,
    input: 800,
    output: 300,
    cachedShare: 0.1,
    prompt: { system: 45, user: 55 },
    seenBy: [seen("litellm"), seen("gateway", 0.3)],
  },
  {
    name: "assistant",
    team: "growth",
    route: routes.gpt5Mini,
    callsADay: 700,
    input: 1_300,
    output: 260,
    cachedShare: 0.4,
    prompt: { system: 25, tools: 20, history: 45, user: 10 },
    seenBy: [seen("langfuse")],
  },
  {
    name: "nightly-labels",
    team: "data",
    route: routes.gpt4oMiniBatch,
    callsADay: 2_500,
    input: 600,
    output: 30,
    cachedShare: 0,
    prompt: { system: 55, user: 45 },
    seenBy: [seen("openai_batch")],
  },
  {
    name: "digests",
    team: "data",
    route: routes.haikuBatch,
    callsADay: 600,
    input: 5_000,
    output: 500,
    cachedShare: 0,
    prompt: { system: 6, documents: 92, user: 2 },
    seenBy: [seen("anthropic_batch")],
  },
  {
    name: "code-review",
    team: "platform",
    route: routes.sonnet,
    callsADay: 500,
    input: 9_000,
    output: 700,
    cachedShare: 0.8,
    prompt: { system: 14, tools: 22, history: 24, tool_results: 38, user: 2 },
    // A gateway's row shares an id with the trace alone, and the trace with Langfuse.
    seenBy: [seen("langfuse"), seen("otlp", 0.6), { source: "gateway", share: 0.4, along: "otlp" }],
  },
  {
    name: "prototype",
    team: "labs",
    route: routes.sonnet,
    callsADay: 120,
    input: 3_000,
    output: 900,
    cachedShare: 0.1,
    prompt: { system: 30, history: 50, user: 20 },
    seenBy: [],
  },
];

/** Made-up customers; the first ones call most. */
export const customers: readonly string[] = Array.from(
  { length: 12 },
  (_, index) => `customer-${String(index + 1).padStart(2, "0")}`,
);

/**
 * Accelerators that run whether they are called or not, and who measures their devices one by one. Their hourly rates
 * are made up.
 */
export const endpoints = [
  {
    bill: "aws_cur",
    name: "rerank-serving",
    team: "search",
    instance: "ml.g5.2xlarge",
    device: "NVIDIA A10G",
    instances: 2,
    dollarsAnHour: "1.515",
    devicesSeenBy: "dcgm",
  },
  {
    bill: "aws_cur",
    name: "speech-serving",
    team: "support",
    instance: "ml.g5.xlarge",
    device: "NVIDIA A10G",
    instances: 1,
    dollarsAnHour: "1.408",
    devicesSeenBy: "cloudwatch",
  },
  {
    bill: "focus",
    name: "vision-serving",
    team: "platform",
    instance: "g2-standard-8",
    device: "NVIDIA L4",
    instances: 1,
    dollarsAnHour: "0.981374",
    devicesSeenBy: "dcgm",
  },
] as const;
