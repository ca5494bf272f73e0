import { hash } from "node:crypto";
import type { ApprovedPrompt } from "@headgate/contract";
import type { PromptText, PromptView } from "@headgate/providers";
import { lotOf } from "../holdout/lot.ts";

/** A system prompt that has an approved version, and which of the two a session gets. */
export type ChosenPrompt = Readonly<{
  name: string;
  arm: "approved" | "original";
  place: PromptText;
  text: string;
}>;

/** The system prompts of a request for which somebody approved another text. */
export function chosenPrompts(
  view: PromptView,
  approved: readonly ApprovedPrompt[],
  session: string,
): readonly ChosenPrompt[] {
  if (approved.length === 0) return [];
  const systemMessages = view.messages.filter(({ role }) => role === "system");
  const places = [...view.system, ...systemMessages.flatMap(({ texts }) => texts)];
  return places.flatMap((place) => {
    const digest = hash("sha256", place.text);
    const prompt = approved.find(({ sha256 }) => sha256 === digest);
    if (prompt === undefined) return [];
    const { name, text, hold_out } = prompt;
    const isHeldOut = lotOf(name, session) < hold_out;
    return [{ name, arm: isHeldOut ? "original" : "approved", place, text } as const];
  });
}
