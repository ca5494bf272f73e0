import type { ProviderKind, WireFormat } from "@headgate/contract";

/** The beginning of the formats that each kind of provider answers. */
const families: Readonly<Record<ProviderKind, string>> = {
  openai: "openai.",
  "openai-compatible": "openai.",
  anthropic: "anthropic.",
  bedrock: "bedrock.",
};

/** Whether a provider of this kind answers this wire format without translation. */
export const speaks = (kind: ProviderKind, format: WireFormat): boolean =>
  format.startsWith(families[kind]);
