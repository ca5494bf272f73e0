import type { ProviderKind, WireFormat } from "@headgate/contract";

/** Whether a provider of this kind answers this wire format without translation. */
export const speaks = (kind: ProviderKind, format: WireFormat): boolean =>
  format.startsWith(kind === "anthropic" ? "anthropic." : "openai.");
