import type { ContextPolicy } from "@headgate/contract";
import type { PromptMessage } from "@headgate/providers";
import type { Reduction } from "./clear-results.ts";
import type { Turns } from "./conversation.ts";
import { droppedTurns } from "./cut-turns.ts";
import { rankTexts } from "./rank-turns.ts";

type History = Readonly<{ messages: readonly PromptMessage[]; turns: Turns }>;

/** The most letters of one turn that is shown again, and of all that a summary is made of. */
const MOST_SHOWN = 4_000;
const MOST_SUMMED = 200_000;

/**
 * Shows turns that went again beside a new question that shares words with them. They become a part of that question for
 * good, so that later requests begin with the same bytes.
 * @param additions gets the text, at the question's place
 */
export function retrieved({
  messages,
  turns,
  reduction,
  policy: { retrieve_turns },
  additions,
}: History &
  Readonly<{ reduction: Reduction; policy: ContextPolicy; additions: Map<number, string> }>): void {
  const last = messages.length - 1;
  const question = messages[last];
  const isQuestion = question?.role === "user" && question.toolResults.length === 0;
  if (retrieve_turns === 0 || !isQuestion || question.texts.length === 0) return;
  if (additions.has(last)) return;
  const dropped = droppedTurns(turns, reduction.cut);
  const texts = dropped.map((turn) => turnText(messages, turns[turn]?.messages ?? []));
  const found = rankTexts(question.texts.map(({ text }) => text).join("\n"), texts)
    .slice(0, retrieve_turns)
    // As they were said, one after the other.
    .sort((left, right) => left - right)
    .map((index) => texts[index]?.slice(0, MOST_SHOWN));
  if (found.length === 0) return;
  additions.set(last, `[Said earlier, and left out above:\n${found.join("\n---\n")}]`);
}

/** What a model is asked to sum up: the summary so far, and what goes now. */
export function summaryAsk({
  messages,
  turns,
  before,
  after,
  already,
}: History &
  Readonly<{ before: Reduction; after: Reduction; already: string | undefined }>): string {
  const gone = new Set(droppedTurns(turns, before.cut));
  const texts = droppedTurns(turns, after.cut)
    .filter((turn) => !gone.has(turn))
    .map((turn) => turnText(messages, turns[turn]?.messages ?? []));
  return [
    "Sum up this part of a conversation between a user and an assistant, for the assistant to go on with: what was asked, decided, found and done, with names, numbers and paths as they are. No preface.",
    ...(already === undefined ? [] : [already]),
    ...texts,
  ]
    .join("\n---\n")
    .slice(0, MOST_SUMMED);
}

const turnText = (messages: readonly PromptMessage[], of: readonly number[]): string =>
  of
    .flatMap((index) => {
      const message = messages[index];
      if (message === undefined) return [];
      const results = message.toolResults.flatMap(({ texts }) => texts);
      const text = [...message.texts, ...message.documents, ...results]
        .map((part) => part.text)
        .join("\n");
      return text === "" ? [] : [`${message.role}: ${text}`];
    })
    .join("\n");
