import type { ProviderKind, WireFormat } from "@headgate/contract";
import { messages } from "../anthropic/messages/wire.ts";
import { converse } from "../bedrock/converse/wire.ts";
import { generateContent } from "../gemini/wires.ts";
import { chatCompletions } from "../openai/chat-completions/wire.ts";
import type { Wire } from "../wire.ts";
import { translates } from "./translate-request.ts";

/** The wire that each kind of provider is spoken to in when the client speaks another. */
const wires: Readonly<Record<ProviderKind, Wire>> = {
  openai: chatCompletions,
  "openai-compatible": chatCompletions,
  anthropic: messages,
  bedrock: converse,
  gemini: generateContent,
  vertex: generateContent,
  "azure-openai": chatCompletions,
};

/**
 * The wire that a client's request is put into for a provider of this kind; `undefined` where it cannot
 * be: embeddings, responses, lists of models and counts of tokens are not translated.
 */
export function wireToTranslateTo(kind: ProviderKind, format: WireFormat): Wire | undefined {
  const wire = wires[kind];
  return translates(format, wire.format) ? wire : undefined;
}
