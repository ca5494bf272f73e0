import { type AnswerCut, answerCuts, type Change } from "@headgate/contract";
import { countText } from "../../format/count-text.ts";

/** One thing that a lever did, ready to be read. */
export type LeverChange = Readonly<{ key: string; lever: string; text: string }>;

const isCut = (word: string): word is AnswerCut => Object.hasOwn(answerCuts, word);

/** What levers did to an attempt, in their order. */
export const leverChanges = (changes: readonly Change[] | undefined): readonly LeverChange[] =>
  (changes ?? []).map((change, index) => ({
    key: `${index}:${change.lever}:${change.did}`,
    lever: change.lever,
    text: isCut(change.did) ? answerCuts[change.did] : wordsOf(change),
  }));

function wordsOf({ did, count, input_tokens: tokens }: Change): string {
  const times = count === undefined || count === 1 ? "" : `, ${countText(count)} times`;
  const moved =
    tokens === undefined
      ? ""
      : tokens < 0
        ? `, about ${countText(-tokens)} input tokens more`
        : `, about ${countText(tokens)} input tokens less`;
  return `${did.replaceAll("_", " ")}${times}${moved}`;
}
