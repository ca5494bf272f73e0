import type { ToolChoice } from "../conversation.ts";
import type { RequestNotes } from "../format.ts";

/**
 * Claude Sonnet 5.5 answers 400 to the tool choices `any` and `tool` (Anthropic's guide on migrating to Claude
 * Sonnet 5.5 at platform.claude.com, read 2026-11-28 in a copy that names no address).
 */
const TAKES_NO_FORCED_CALL = /claude-sonnet-5-5/;

/** The tool choice that a Claude takes; what it refuses is told as lost, and the model then chooses. */
export function claudeToolChoice(
  toolChoice: ToolChoice | undefined,
  model: string,
  notes: RequestNotes,
): ToolChoice | undefined {
  const isForced = toolChoice?.kind === "any" || toolChoice?.kind === "tool";
  if (!isForced || !TAKES_NO_FORCED_CALL.test(model)) return toolChoice;
  notes.loseSetting("toolChoice", "this model cannot be made to call a tool");
  return undefined;
}
