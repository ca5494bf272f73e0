import type { ProviderKind, WireFormat } from "@headgate/contract";

/** What a provider speaks, and the format in which its chats are mostly asked for. */
type Spoken = Readonly<{ kind: ProviderKind; format: WireFormat }>;

const spoken: ReadonlyMap<string, Spoken> = new Map([
  ["anthropic", { kind: "anthropic", format: "anthropic.messages" }],
  ["azure", { kind: "azure-openai", format: "openai.chat_completions" }],
  ["bedrock", { kind: "bedrock", format: "bedrock.converse" }],
  ["gemini", { kind: "gemini", format: "gemini.generate_content" }],
  ["openai", { kind: "openai", format: "openai.chat_completions" }],
  ["vertex", { kind: "vertex", format: "gemini.generate_content" }],
]);

/**
 * How a provider is spoken to that calls in logs went to, and nobody has configured here yet: whoever made the calls has an
 * account there.
 *
 * @param provider as the price book names it
 * @returns undefined for one that speaks a format of others, which the log would have to say
 */
export const spokenTo = (provider: string): Spoken | undefined => spoken.get(provider);
