import { answerKeyOf, isJsonAnswer } from "@headgate/levers";
import type { Said } from "./said-in.ts";

/** A text so short is a name, a class or a number: it means what it says. */
const MOST_OF_LABEL = 64;

/**
 * Whether form alone tells what any answer is worth beside this one: what says the same is as good, everything else is worse.
 * So it is where the reference gives a short text, JSON, calls of tools, a refusal or nothing. It is told by the
 * reference's answer alone: were equal long texts told by their form and others not at all, those that are told would look
 * better than all are.
 */
export function isToldByForm(reference: Said): boolean {
  switch (reference.kind) {
    case "text":
      return isExact(reference.text);
    case "calls":
    case "refusal":
    case "empty":
      return true;
    case "unreadable":
      return false;
    default:
      return reference satisfies never;
  }
}

/** Whether two answers say the same: the same JSON, the same words, the same calls. */
export function saysTheSame(one: Said, other: Said): boolean {
  if (one.kind === "text" && other.kind === "text") {
    return answerKeyOf(one.text) === answerKeyOf(other.text);
  }
  if (one.kind === "calls" && other.kind === "calls") return one.key === other.key;
  return one.kind === other.kind && one.kind !== "unreadable";
}

/** JSON is read as `saysTheSame` reads it: models put it into code blocks, asked or not. */
const isExact = (text: string): boolean =>
  text.trim().length <= MOST_OF_LABEL || isJsonAnswer(text);
