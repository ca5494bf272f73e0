import type { ProviderKind, WireFormat } from "@headgate/contract";

/** The beginnings of the formats that each kind of provider answers. */
const families: Readonly<Record<ProviderKind, readonly string[]>> = {
  openai: ["openai."],
  "openai-compatible": ["openai."],
  anthropic: ["anthropic."],
  bedrock: ["bedrock."],
  gemini: ["gemini."],
  vertex: ["gemini.", "vertex."],
  "azure-openai": ["openai."],
};

/** Whether a provider of this kind answers this wire format without translation. */
export const speaks = (kind: ProviderKind, format: WireFormat): boolean =>
  families[kind].some((family) => format.startsWith(family));
