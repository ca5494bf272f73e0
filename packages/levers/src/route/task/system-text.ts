import type { PromptView } from "@headgate/providers";
import { cuesIn, PLAIN } from "./task-cues.ts";

/** Longer lines are more than an instruction. */
const LONGEST_INSTRUCTION = 120;

/**
 * The instructions of a request: all of its system texts, wherever the format has them. Where there are none, the first
 * line of the first message if it ends with a colon and says what is to be done, as "Summarise the following:" does and a
 * question of the user's seldom; else nothing.
 */
export function systemText(view: PromptView): string {
  const texts = view.system.map(({ text }) => text);
  for (const { role, texts: own } of view.messages) {
    if (role === "system") for (const { text } of own) texts.push(text);
  }
  return texts.length > 0 ? texts.join("\n") : instructionLine(view);
}

function instructionLine({ messages }: PromptView): string {
  const first = messages[0];
  const text = first?.role === "user" ? first.texts[0]?.text : undefined;
  if (text === undefined) return "";
  const end = text.indexOf("\n");
  if (end < 0 || end > LONGEST_INSTRUCTION) return "";
  const line = text.slice(0, end).trimEnd();
  if (!/[:：]$/u.test(line)) return "";
  return cuesIn(line, () => 1).some(({ weight }) => weight >= PLAIN) ? line : "";
}
