import type { ToolChoice } from "../conversation.ts";
import type { RequestNotes } from "../format.ts";

/**
 * Claude Sonnet 5.5 answers 400 to the tool choices `any` and `tool`
 * (https://platform.claude.com/docs/en/models/sonnet-5-5/migration-guide), Opus 5.5 and Fable 5.1 as well
 * (https://platform.claude.com/docs/zh-CN/models/opus-5-5/overview; both read 2026-11-28).
 */
const TAKES_NO_FORCED_CALL = /claude-(?:sonnet-5-5|opus-5-5|fable-5-1)/;

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
