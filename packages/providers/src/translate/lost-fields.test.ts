import { readFileSync } from "node:fs";
import type { WireFormat } from "@headgate/contract";
import { describe, expect, test } from "vitest";
import { harmless } from "./harmless.ts";
import { openaiProvider } from "./openai-provider.fixture.ts";
import { translateRequest } from "./translate-request.ts";

type Name = "openai" | "anthropic" | "bedrock" | "gemini";
const formats: Readonly<Record<Name, WireFormat>> = {
  openai: "openai.chat_completions",
  anthropic: "anthropic.messages",
  bedrock: "bedrock.converse",
  gemini: "gemini.generate_content",
};
const names = Object.keys(formats) as Name[];
const models: Readonly<Record<Name, string>> = {
  openai: "gpt-5-mini",
  anthropic: "claude-sonnet-4-6",
  bedrock: "amazon.nova-pro-v1:0",
  gemini: "gemini-3-flash",
};
const paths: Readonly<Record<Name, string>> = {
  openai: "/v1/chat/completions",
  anthropic: "/v1/messages",
  bedrock: "/bedrock/model/nova/converse",
  gemini: "/v1beta/models/gemini-3-flash:generateContent",
};
const minimal: Readonly<Record<Name, Record<string, unknown>>> = {
  openai: { model: "m", max_tokens: 5, messages: [{ role: "user", content: "Hi" }] },
  anthropic: { model: "m", max_tokens: 5, messages: [{ role: "user", content: "Hi" }] },
  bedrock: {
    messages: [{ role: "user", content: [{ text: "Hi" }] }],
    inferenceConfig: { maxTokens: 5 },
  },
  gemini: {
    contents: [{ role: "user", parts: [{ text: "Hi" }] }],
    generationConfig: { maxOutputTokens: 5 },
  },
};

/** `more` added to a minimal request is lost under the name `field` towards these formats only. */
type Row = readonly [
  what: string,
  more: Record<string, unknown>,
  field: string,
  towards: readonly Name[],
];
const others = (name: Name): readonly Name[] => names.filter((one) => one !== name);

const chatPart = (part: unknown) => ({ messages: [{ role: "user", content: [part] }] });
const block = (one: unknown) => ({ messages: [{ role: "user", content: [one] }] });
const openaiTool = { type: "function", function: { name: "f", parameters: { type: "object" } } };
const anthropicTool = { name: "f", input_schema: { type: "object" } };
const geminiConfig = (more: object) => ({ generationConfig: { maxOutputTokens: 5, ...more } });
const geminiPart = (part: unknown) => ({ contents: [{ role: "user", parts: [part] }] });
const geminiTools = (...tools: unknown[]) => ({ tools });

const table: Readonly<Record<Name, readonly Row[]>> = {
  openai: [
    ["several answers", { n: 2 }, "n", others("openai")],
    ["log probabilities", { logprobs: true }, "logprobs", others("openai")],
    ["their number", { top_logprobs: 3 }, "top_logprobs", others("openai")],
    ["token biases", { logit_bias: { 50256: -100 } }, "logit_bias", others("openai")],
    ["verbosity", { verbosity: "low" }, "verbosity", others("openai")],
    ["stored answers", { store: true }, "store", others("openai")],
    ["spoken answers", { modalities: ["text", "audio"] }, "modalities", others("openai")],
    ["a voice", { audio: { voice: "alloy", format: "wav" } }, "audio", others("openai")],
    ["web search", { web_search_options: {} }, "web_search_options", others("openai")],
    ["older functions", { functions: [{ name: "f" }] }, "functions", others("openai")],
    ["the scale tier", { service_tier: "scale" }, "service_tier", others("openai")],
    ["a member that nobody knows", { brand_new: 1 }, "brand_new", others("openai")],
    [
      "custom tools",
      { tools: [{ type: "custom", custom: { name: "f" } }] },
      "tools[0].type",
      others("openai"),
    ],
    [
      "a choice among some tools",
      { tools: [openaiTool], tool_choice: { type: "allowed_tools", allowed_tools: {} } },
      "tool_choice",
      others("openai"),
    ],
    [
      "speakers' names",
      { messages: [{ role: "user", name: "Ann", content: "Hi" }] },
      "messages[0].name",
      others("openai"),
    ],
    [
      "spoken input",
      chatPart({ type: "input_audio", input_audio: { data: "", format: "wav" } }),
      "messages[0].content[0].input_audio",
      others("openai"),
    ],
    [
      "files that lie with OpenAI",
      chatPart({ type: "file", file: { file_id: "file-1" } }),
      "messages[0].content[0].file.file_id",
      others("openai"),
    ],
    [
      "a frequency penalty",
      { frequency_penalty: 1 },
      "frequency_penalty",
      ["anthropic", "bedrock"],
    ],
    ["a presence penalty", { presence_penalty: 1 }, "presence_penalty", ["anthropic", "bedrock"]],
    ["a seed", { seed: 7 }, "seed", ["anthropic", "bedrock"]],
    ["a temperature above 1", { temperature: 1.5 }, "temperature", ["anthropic", "bedrock"]],
    [
      "JSON without a schema",
      { response_format: { type: "json_object" } },
      "response_format",
      ["anthropic", "bedrock"],
    ],
    ["the flex tier", { service_tier: "flex" }, "service_tier", ["anthropic"]],
    ["an effort", { reasoning_effort: "low" }, "reasoning_effort", ["bedrock"]],
    [
      "one tool at most",
      { tools: [openaiTool], parallel_tool_calls: false },
      "parallel_tool_calls",
      ["bedrock", "gemini"],
    ],
    [
      "tools that may not be called",
      { tools: [openaiTool], tool_choice: "none" },
      "tool_choice",
      ["bedrock"],
    ],
    [
      "images by address",
      chatPart({ type: "image_url", image_url: { url: "https://example.com/a.png" } }),
      "image (URL)",
      ["bedrock"],
    ],
    [
      "instructions within the conversation",
      {
        messages: [
          { role: "user", content: "Hi" },
          { role: "system", content: "Be brief" },
        ],
      },
      "system message",
      ["bedrock", "gemini"],
    ],
  ],
  anthropic: [
    [
      "tools that Anthropic runs",
      { tools: [{ type: "web_search_20250305", name: "web_search" }] },
      "tools[0].type",
      others("anthropic"),
    ],
    ["containers", { container: "c" }, "container", others("anthropic")],
    [
      "MCP servers",
      { mcp_servers: [], context_management: {} },
      "context_management",
      others("anthropic"),
    ],
    ["fast mode", { speed: "fast" }, "speed", others("anthropic")],
    ["a region", { inference_geo: "us" }, "inference_geo", others("anthropic")],
    ["a member that nobody knows", { brand_new: 1 }, "brand_new", others("anthropic")],
    [
      "search results",
      block({ type: "search_result", title: "t", source: "s", content: [] }),
      "messages[0].content[0].search_result",
      others("anthropic"),
    ],
    [
      "files that lie with Anthropic",
      block({ type: "image", source: { type: "file", file_id: "f" } }),
      "messages[0].content[0].source.type",
      others("anthropic"),
    ],
    [
      "citations",
      block({
        type: "document",
        citations: { enabled: true },
        source: { type: "text", media_type: "text/plain", data: "t" },
      }),
      "messages[0].content[0].citations",
      others("anthropic"),
    ],
    [
      "tools found later",
      { tools: [{ ...anthropicTool, defer_loading: true }] },
      "tools[0].defer_loading",
      others("anthropic"),
    ],
    ["top_k", { top_k: 5 }, "top_k", ["openai", "bedrock"]],
    [
      "documents by address",
      block({ type: "document", source: { type: "url", url: "https://example.com/a.pdf" } }),
      "document (URL)",
      ["openai", "bedrock"],
    ],
    [
      "images in results of tools",
      {
        tools: [anthropicTool],
        messages: [
          { role: "assistant", content: [{ type: "tool_use", id: "t1", name: "f", input: {} }] },
          {
            role: "user",
            content: [
              {
                type: "tool_result",
                tool_use_id: "t1",
                content: [
                  { type: "image", source: { type: "base64", media_type: "image/png", data: "" } },
                ],
              },
            ],
          },
        ],
      },
      "tool result (image)",
      ["openai"],
    ],
    ["thinking", { thinking: { type: "adaptive" } }, "thinking", ["bedrock"]],
    [
      "one tool at most",
      { tools: [anthropicTool], tool_choice: { type: "auto", disable_parallel_tool_use: true } },
      "tool_choice.disable_parallel_tool_use",
      ["bedrock", "gemini"],
    ],
  ],
  bedrock: [
    [
      "guardrails",
      { guardrailConfig: { guardrailIdentifier: "g" } },
      "guardrailConfig",
      others("bedrock"),
    ],
    [
      "prompt variables",
      { promptVariables: { a: { text: "b" } } },
      "promptVariables",
      others("bedrock"),
    ],
    [
      "members of a model's own",
      { additionalModelRequestFields: { own: 1 } },
      "additionalModelRequestFields.own",
      others("bedrock"),
    ],
    [
      "members of a model's own in answers",
      { additionalModelResponseFieldPaths: ["/a"] },
      "additionalModelResponseFieldPaths",
      others("bedrock"),
    ],
    [
      "optimised latency",
      { performanceConfig: { latency: "optimized" } },
      "performanceConfig",
      others("bedrock"),
    ],
    ["the reserved tier", { serviceTier: { type: "reserved" } }, "serviceTier", others("bedrock")],
    [
      "films",
      { messages: [{ role: "user", content: [{ video: { format: "mp4", source: {} } }] }] },
      "messages[0].content[0].video",
      others("bedrock"),
    ],
    [
      "files that lie with Amazon",
      {
        messages: [
          {
            role: "user",
            content: [{ image: { format: "png", source: { s3Location: { uri: "s3://a" } } } }],
          },
        ],
      },
      "messages[0].content[0].image.source.s3Location",
      others("bedrock"),
    ],
    [
      "top_k",
      { additionalModelRequestFields: { top_k: 5 } },
      "additionalModelRequestFields.top_k",
      ["openai"],
    ],
    ["the flex tier", { serviceTier: { type: "flex" } }, "serviceTier", ["anthropic"]],
  ],
  gemini: [
    ["safety settings", { safetySettings: [{}] }, "safetySettings", others("gemini")],
    ["cached content", { cachedContent: "cachedContents/a" }, "cachedContent", others("gemini")],
    [
      "Google's search",
      geminiTools({ googleSearch: {} }),
      "tools[0].googleSearch",
      others("gemini"),
    ],
    [
      "code that Google runs",
      geminiTools({ codeExecution: {} }),
      "tools[0].codeExecution",
      others("gemini"),
    ],
    [
      "several answers",
      geminiConfig({ candidateCount: 2 }),
      "generationConfig.candidateCount",
      others("gemini"),
    ],
    [
      "log probabilities",
      geminiConfig({ responseLogprobs: true }),
      "generationConfig.responseLogprobs",
      others("gemini"),
    ],
    [
      "spoken answers",
      geminiConfig({ speechConfig: {} }),
      "generationConfig.speechConfig",
      others("gemini"),
    ],
    [
      "pictures as answers",
      geminiConfig({ responseModalities: ["IMAGE"] }),
      "generationConfig.responseModalities",
      others("gemini"),
    ],
    [
      "sound",
      geminiPart({ inlineData: { mimeType: "audio/wav", data: "" } }),
      "contents[0].parts[0].inlineData",
      others("gemini"),
    ],
    [
      "files that lie with Google",
      geminiPart({ fileData: { fileUri: "gs://bucket/a.pdf", mimeType: "application/pdf" } }),
      "contents[0].parts[0].fileData",
      others("gemini"),
    ],
    ["a seed", geminiConfig({ seed: 1 }), "generationConfig.seed", ["anthropic", "bedrock"]],
    ["top K", geminiConfig({ topK: 1 }), "generationConfig.topK", ["openai", "bedrock"]],
    [
      "JSON without a schema",
      geminiConfig({ responseMimeType: "application/json" }),
      "generationConfig.responseMimeType",
      ["anthropic", "bedrock"],
    ],
  ],
};

const lostOf = (from: Name, to: Name, body: Record<string, unknown>): readonly string[] =>
  translateRequest({
    from: formats[from],
    to: formats[to],
    request: { model: "m", stream: false, usageRequested: true, json: body },
    pathAndQuery: paths[from],
    model: models[to],
    provider: openaiProvider,
  }).notes.lost.map(({ field }) => field);

describe.each(names)("from %s", (from) => {
  test.each(others(from))("to %s a plain question loses nothing", (to) => {
    expect(lostOf(from, to, minimal[from])).toEqual([]);
  });

  test.each(table[from])("%s: told where they cannot go", (_what, more, field, towards) => {
    for (const to of others(from)) {
      const lost = lostOf(from, to, { ...minimal[from], ...more });

      expect([to, lost.includes(field)]).toEqual([to, towards.includes(to)]);
    }
  });
});

test("the reference lists every member that is left out in silence, and no other", () => {
  const page = readFileSync(
    new URL("../../../../docs/reference/translation.md", import.meta.url),
    "utf8",
  );
  const listed = [...page.matchAll(/^\| `((?:openai|anthropic|bedrock|gemini)\/[^`]+)`/gm)].map(
    ([, field]) => field,
  );

  expect(listed).toEqual(harmless.map(({ field }) => field));
});
