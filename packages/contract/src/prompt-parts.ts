import { z } from "zod";

/**
 * What a prompt is made of. `system`: instructions, wherever the format has them. `tools`: definitions of
 * tools. `tool_results`: what tools answered. `documents`: texts of document and search-result blocks. Of all
 * other messages, `user` is what the user says after the assistant's last one, and `history` what stands before.
 */
export const promptPartNames = [
  "system",
  "tools",
  "history",
  "tool_results",
  "documents",
  "user",
] as const;
export type PromptPartName = (typeof promptPartNames)[number];

const bytes = z.int().nonnegative();

/**
 * UTF-8 bytes of text in each part of the request as the client sent it; a part that is not there is absent, and
 * one at least is there.
 */
export const promptPartsSchema = z
  .strictObject({
    system: bytes,
    tools: bytes,
    history: bytes,
    tool_results: bytes,
    documents: bytes,
    user: bytes,
  } satisfies Record<PromptPartName, typeof bytes>)
  .partial()
  .refine((parts) => promptPartNames.some((name) => parts[name] !== undefined), {
    error: "names no part",
  });
export type PromptParts = z.infer<typeof promptPartsSchema>;
