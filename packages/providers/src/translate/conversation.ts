import type { JsonObject } from "../json-values.ts";

/** A conversation as any of the formats can say it, without the words of one. Absent means not said. */
export type Conversation = Readonly<{
  model: string;
  stream: boolean;
  system: readonly TextPart[];
  /** No two neighbours have the same role: providers read such neighbours as one message. */
  messages: readonly Message[];
  tools: readonly ToolDefinition[];
  settings: Settings;
}>;

/** `system`: instructions that stand within the conversation, not before it. */
export type Message = Readonly<{ role: "user" | "assistant" | "system"; parts: readonly Part[] }>;

/** How long what precedes this point is to stay in the provider's prompt cache. */
export type CacheTtl = "5m" | "1h";
type CachePoint = Readonly<{ cacheTtl?: CacheTtl }>;

export type TextPart = Readonly<{ kind: "text"; text: string }> & CachePoint;

export type Base64Source = Readonly<{ kind: "base64"; mediaType: string; data: string }>;
export type UrlSource = Readonly<{ kind: "url"; url: string }>;
export type ImagePart = Readonly<{ kind: "image"; source: Base64Source | UrlSource }> & CachePoint;
export type DocumentPart = Readonly<{
  kind: "document";
  name?: string;
  source: Base64Source | UrlSource | Readonly<{ kind: "text"; text: string }>;
}> &
  CachePoint;

/** Only the house that wrote a signature can check it; it is opaque to all others. */
export type Signature = Readonly<{ house: "anthropic" | "google"; value: string }>;
type ThinkingPart = Readonly<{ kind: "thinking"; text: string; signature?: Signature }>;
/** Thinking that its provider encrypted. */
type RedactedThinkingPart = Readonly<{ kind: "redacted-thinking"; data: string }>;

export type ToolCallPart = Readonly<{
  kind: "tool-call";
  id: string;
  name: string;
  input: JsonObject;
  signature?: Signature;
}> &
  CachePoint;

export type ToolResultPart = Readonly<{
  kind: "tool-result";
  callId: string;
  content: readonly ToolResultContent[];
  /** True when the tool failed. */
  isError: boolean;
}> &
  CachePoint;
export type ToolResultContent =
  | TextPart
  | ImagePart
  | DocumentPart
  | Readonly<{ kind: "json"; value: JsonObject }>;

export type Part =
  | TextPart
  | ImagePart
  | DocumentPart
  | ThinkingPart
  | RedactedThinkingPart
  | ToolCallPart
  | ToolResultPart;

export type ToolDefinition = Readonly<{
  name: string;
  description?: string;
  /** JSON Schema of the input. */
  schema: JsonObject;
  /** True when the provider must hold the input to the schema. */
  strict?: boolean;
}> &
  CachePoint;

export type Settings = Readonly<{
  maxOutputTokens?: number;
  temperature?: number;
  topP?: number;
  topK?: number;
  frequencyPenalty?: number;
  presencePenalty?: number;
  seed?: number;
  stopSequences?: readonly string[];
  toolChoice?: ToolChoice;
  /** False when the model may call one tool at most. */
  parallelToolCalls?: boolean;
  output?: OutputFormat;
  reasoning?: Reasoning;
  serviceTier?: ServiceTier;
  /** The client's name for its own user. */
  user?: string;
}>;

export type ToolChoice =
  | Readonly<{ kind: "auto" | "none" | "any" }>
  | Readonly<{ kind: "tool"; name: string }>;

/** `json`: any JSON object. */
export type OutputFormat =
  | Readonly<{ kind: "json" }>
  | Readonly<{
      kind: "json-schema";
      schema: JsonObject;
      name?: string;
      description?: string;
      /** True when the provider must hold the answer to the schema. */
      strict?: boolean;
    }>;

export const efforts = ["minimal", "low", "medium", "high", "xhigh", "max"] as const;
export type Effort = (typeof efforts)[number];

/** `adaptive`: the model decides how much it thinks. */
export type Reasoning = Readonly<{
  mode?: "off" | "adaptive";
  budgetTokens?: number;
  effort?: Effort;
  /** Whether the answer is to show what was thought. */
  shown?: boolean;
}>;

type ServiceTier = "standard" | "flex" | "priority";
