import type { ContextPolicy } from "@headgate/contract";
import type { PromptMessage } from "@headgate/providers";
import { capText } from "./cap-text.ts";
import type { Reduction } from "./clear-results.ts";
import type { Turns } from "./conversation.ts";
import { droppedTurns } from "./cut-turns.ts";
import { rankTexts } from "./rank-turns.ts";

type History = Readonly<{ messages: readonly PromptMessage[]; turns: Turns }>;

/** The most letters of one turn that is shown again, and of all that a summary is made of. */
const MOST_SHOWN = 4_000;
const MOST_SUMMED = 200_000;
/** What stands in the place of letters that are left out, and what parts texts. */
const MARKER_LETTERS = 100;
/** A text is cut at a tenth more than its cap of four letters a token. */
const CAP_LETTERS = 4.4;

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

type Cut = History & Readonly<{ before: Reduction; after: Reduction; already: string | undefined }>;

const PREFACE =
  "Sum up this part of a conversation between a user and an assistant, for the assistant to go on with: what was asked, decided, found and done, with names, numbers and paths as they are. No preface.";
const BETWEEN = "\n---\n";

/** The turns that a cut takes out anew. */
function newlyDropped({ turns, before, after }: Cut): readonly number[] {
  const gone = new Set(droppedTurns(turns, before.cut));
  return droppedTurns(turns, after.cut).filter((turn) => !gone.has(turn));
}

/** Letters that there is room for beside what is asked, and the summary so far. */
const roomFor = (already: string | undefined): number =>
  MOST_SUMMED - PREFACE.length - (already === undefined ? 0 : already.length + BETWEEN.length);

/**
 * As much of a cut as can be summed up at once: the rest goes with later requests. At least what goes together at its
 * begin, however long that is.
 */
export function summableCut(cut: Cut): number {
  const { messages, turns, before, after, already } = cut;
  const lengths = turns.map((turn) => turnText(messages, turn.messages).length + BETWEEN.length);
  const lettersOf = (tried: number): number =>
    newlyDropped({ ...cut, after: { ...after, cut: tried } }).reduce(
      (sum, turn) => sum + (lengths[turn] ?? Number.NaN),
      0,
    );
  const room = roomFor(already);
  let [fits, most] = [before.cut, after.cut];
  while (fits < most) {
    const middle = (fits + most + 1) >> 1;
    if (lettersOf(middle) <= room) fits = middle;
    else most = middle - 1;
  }
  return lettersOf(fits) === 0 && fits < after.cut ? fits + 1 : fits;
}

/**
 * What a model is asked to sum up: the summary so far, and what goes now.
 * @returns with it, how many letters were left out of texts that there is no room for
 */
export function summaryAsk(cut: Cut): Readonly<{ ask: string; leftOut: number }> {
  const { messages, turns, already } = cut;
  const dropped = newlyDropped(cut);
  const texts = dropped.map((turn) => turnText(messages, turns[turn]?.messages ?? []));
  const letters = texts.reduce((sum, text) => sum + text.length + BETWEEN.length, 0);
  const room = roomFor(already);
  let leftOut = 0;
  const read =
    letters <= room
      ? texts
      : texts.map((text) => {
          const most = Math.max(0, Math.floor(room / texts.length) - MARKER_LETTERS);
          const short = capText(text, most / CAP_LETTERS, (elided) => {
            leftOut += elided.length;
            return `[${elided.length} letters left out]`;
          });
          return short === undefined ? text : short.text;
        });
  const parts = [PREFACE, ...(already === undefined ? [] : [already]), ...read];
  return { ask: parts.join(BETWEEN), leftOut };
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
