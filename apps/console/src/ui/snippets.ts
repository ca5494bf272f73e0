/** Ready-made code that points a client at this Headgate. */
export type Snippet = Readonly<{ name: string; text: string }>;

/**
 * @param origin where this page came from; OpenAI's clients want `/v1` behind it, Anthropic's do not
 * @param key the secret, or a stand-in for it
 */
export const clientSnippets = (origin: string, key: string): readonly Snippet[] => [
  {
    name: "curl",
    text: `curl ${origin}/v1/chat/completions \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "gpt-5-mini", "messages": [{"role": "user", "content": "Hello"}]}'`,
  },
  {
    name: "OpenAI",
    text: `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "${origin}/v1",
  apiKey: "${key}",
});`,
  },
  {
    name: "OpenAI (Python)",
    text: `from openai import OpenAI

client = OpenAI(
    base_url="${origin}/v1",
    api_key="${key}",
)`,
  },
  {
    name: "Anthropic",
    text: `import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({
  baseURL: "${origin}",
  apiKey: "${key}",
});`,
  },
  {
    name: "Anthropic (Python)",
    text: `from anthropic import Anthropic

client = Anthropic(
    base_url="${origin}",
    api_key="${key}",
)`,
  },
];
