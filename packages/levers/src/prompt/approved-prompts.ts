import { hash } from "node:crypto";
import type { ApprovedPrompt } from "@headgate/contract";
import type { PromptText, PromptView } from "@headgate/providers";
import { lotOf } from "../holdout/lot.ts";
import { behindInstructions } from "../output/styled-system.ts";

/** A system prompt that has an approved version, and which of the two a session gets. */
export type ChosenPrompt = Readonly<{
  name: string;
  arm: "approved" | "original";
  place: PromptText;
  text: string;
}>;

type Asked = Readonly<{
  view: PromptView;
  approved: readonly ApprovedPrompt[];
  session: string;
  /** The line that the output lever has put behind the instructions: no part of what the client wrote, and it stays there. */
  styleLine?: string | undefined;
}>;

/** The system prompts of a request for which somebody approved another text. */
export function chosenPrompts({
  view,
  approved,
  session,
  styleLine,
}: Asked): readonly ChosenPrompt[] {
  if (approved.length === 0) return [];
  const systemMessages = view.messages.filter(({ role }) => role === "system");
  const places = [...view.system, ...systemMessages.flatMap(({ texts }) => texts)];
  return places.flatMap((place) => {
    const known = approvedOf(place.text, approved, styleLine);
    if (known === undefined) return [];
    const { name, text, hold_out } = known.prompt;
    const isHeldOut = lotOf(name, session) < hold_out;
    const arm = isHeldOut ? "original" : "approved";
    return [{ name, arm, place, text: text + known.behind } as const];
  });
}

/** The approved version of a text, as it is or without the style line, and what stays behind it. */
function approvedOf(
  text: string,
  approved: readonly ApprovedPrompt[],
  styleLine: string | undefined,
): Readonly<{ prompt: ApprovedPrompt; behind: string }> | undefined {
  const line = styleLine === undefined ? "" : behindInstructions(styleLine);
  const endings = line !== "" && text.endsWith(line) ? ["", line] : [""];
  for (const behind of endings) {
    const digest = hash("sha256", text.slice(0, text.length - behind.length));
    const prompt = approved.find(({ sha256 }) => sha256 === digest);
    if (prompt !== undefined) return { prompt, behind };
  }
  return undefined;
}
