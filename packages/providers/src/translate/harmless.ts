/** A member of a request that a translation leaves out without a word, and why that changes nothing. */
export type Harmless = Readonly<{
  /** `<format>/<kind of object>.<member>` */
  field: string;
  /** Harmless with these values only; any when absent. */
  values?: readonly unknown[];
  why: string;
}>;

const LABEL = "A label for the provider's own records; it changes no answer.";
const CACHE = "Providers of other formats cache prompts by themselves, or not at all.";
const DEFAULT = "Says what holds anyway.";
const TRANSPORT = "Concerns how the answer travels; the gateway sees to it.";

/**
 * The members that are left out in silence, all of them: none changes what the model answers or what the
 * client may rely on. Everything else that has no counterpart is lost, and treated as the policy says.
 * `docs/reference/translation.md` shows this table; a test compares the two.
 */
export const harmless: readonly Harmless[] = [
  { field: "openai/request.metadata", why: LABEL },
  { field: "openai/request.safety_identifier", why: LABEL },
  { field: "openai/request.prompt_cache_key", why: CACHE },
  { field: "openai/request.prompt_cache_options", why: CACHE },
  { field: "openai/request.prompt_cache_retention", why: CACHE },
  { field: "openai/request.store", values: [false], why: DEFAULT },
  { field: "openai/request.n", values: [1], why: DEFAULT },
  { field: "openai/request.logprobs", values: [false], why: DEFAULT },
  { field: "openai/request.top_logprobs", values: [0], why: DEFAULT },
  { field: "openai/request.modalities", values: [["text"]], why: DEFAULT },
  { field: "openai/request.verbosity", values: ["medium"], why: DEFAULT },
  { field: "openai/request.logit_bias", values: [{}], why: DEFAULT },
  { field: "openai/request.stream_options", why: TRANSPORT },
  {
    field: "openai/request.prediction",
    why: "A guess that speeds up OpenAI's own models; the answer is the same without it.",
  },
  { field: "openai/part.prompt_cache_breakpoint", why: CACHE },
  { field: "openai/image.detail", values: ["auto"], why: DEFAULT },
  {
    field: "openai/message.annotations",
    why: "Notes of an earlier answer, which the model is not shown.",
  },
  { field: "openai/message.audio", values: [{}], why: DEFAULT },
  { field: "anthropic/request.cache_control", why: CACHE },
  { field: "anthropic/request.inference_geo", values: ["global"], why: DEFAULT },
  { field: "anthropic/request.speed", values: ["standard"], why: DEFAULT },
  { field: "anthropic/part.citations", values: [[], { enabled: false }], why: DEFAULT },
  { field: "anthropic/tool.type", values: ["custom"], why: DEFAULT },
  { field: "anthropic/tool.eager_input_streaming", why: TRANSPORT },
  { field: "anthropic/tool.defer_loading", values: [false], why: DEFAULT },
  { field: "anthropic/tool.allowed_callers", values: [["direct"]], why: DEFAULT },
  { field: "anthropic/tool.input_examples", values: [[]], why: DEFAULT },
  {
    field: "anthropic/part.caller",
    values: [{ type: "direct" }],
    why: DEFAULT,
  },
  { field: "bedrock/request.requestMetadata", why: LABEL },
  { field: "bedrock/request.additionalModelResponseFieldPaths", values: [[]], why: DEFAULT },
  {
    field: "bedrock/request.performanceConfig",
    values: [{ latency: "standard" }],
    why: DEFAULT,
  },
  { field: "bedrock/document.citations", values: [{ enabled: false }], why: DEFAULT },
  { field: "gemini/request.labels", why: LABEL },
  { field: "gemini/request.model", why: "The path names the model." },
  { field: "gemini/config.candidateCount", values: [1], why: DEFAULT },
  { field: "gemini/config.responseLogprobs", values: [false], why: DEFAULT },
  { field: "gemini/config.responseModalities", values: [["TEXT"], ["text"]], why: DEFAULT },
  { field: "gemini/config.responseMimeType", values: ["text/plain"], why: DEFAULT },
  { field: "gemini/inlineData.displayName", why: LABEL },
  { field: "gemini/fileData.displayName", why: LABEL },
  { field: "gemini/part.partMetadata", why: LABEL },
  {
    field: "gemini/fileData.mimeType",
    why: "Providers of other formats read the type off the file itself.",
  },
];

const table = new Map(harmless.map((entry) => [entry.field, entry]));

/** Whether a member with this value can be left out without changing anything. */
export function isHarmless(field: string, value: unknown): boolean {
  const entry = table.get(field);
  if (entry === undefined) return false;
  if (entry.values === undefined) return true;
  const text = JSON.stringify(value);
  return entry.values.some((allowed) => JSON.stringify(allowed) === text);
}
