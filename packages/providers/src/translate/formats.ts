import type { WireFormat } from "@headgate/contract";
import { anthropicMessages } from "./anthropic-messages/format.ts";
import { bedrockConverse } from "./bedrock-converse/format.ts";
import type { TranslatedFormat } from "./format.ts";
import { geminiGenerateContent } from "./gemini/format.ts";
import { openaiChat } from "./openai-chat/format.ts";

/** The formats that translate into each other. */
export const translatedFormats: readonly TranslatedFormat[] = [
  openaiChat,
  anthropicMessages,
  bedrockConverse,
  geminiGenerateContent,
];

export const translatedFormat = (format: WireFormat): TranslatedFormat | undefined =>
  translatedFormats.find((known) => known.format === format);
