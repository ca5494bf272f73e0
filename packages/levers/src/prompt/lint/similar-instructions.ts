import { stemmer } from "stemmer";
import { isStopWord } from "../../semantic-cache/stop-words.ts";
import type { Finding, Sentence } from "./finding.ts";

/** Fewer words in common may be chance. */
const LEAST_WORDS = 4;
/** So much of the words of two sentences together is in both. */
const LEAST_SHARE = 0.7;
/** A prompt of more sentences is looked at up to here. */
const MOST_SENTENCES = 2_000;

/** Sentences that say with other words what an earlier one says: the same words by their stems, in any order. */
export function similarInstructions(sentences: readonly Sentence[]): readonly Finding[] {
  const found: Finding[] = [];
  const earlier: Readonly<{ stems: ReadonlySet<string>; text: string; firm: string }>[] = [];
  const plain = new Set<string>();
  for (const { start, end, text } of sentences.slice(0, MOST_SENTENCES)) {
    const key = text.toLowerCase();
    // What is the same word for word is another finding.
    if (plain.has(key)) continue;
    plain.add(key);
    const stems = stemsOf(text);
    if (stems.size < LEAST_WORDS) continue;
    const firm = firmPartsOf(text);
    const like = earlier.find(
      (one) => one.firm === firm && shareOf(one.stems, stems) >= LEAST_SHARE,
    );
    if (like === undefined) earlier.push({ stems, text, firm });
    else {
      const reason = `Says much the same as “${shortened(like.text)}”: one of the two may do.`;
      found.push({ rule: "similar_instruction", start, end, reason, replacement: undefined });
    }
  }
  return found;
}

const stemsOf = (text: string): ReadonlySet<string> =>
  new Set(
    (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
      .filter((word) => !isStopWord(word))
      .map(stemmer),
  );

/** What makes a sentence another one, however few letters it takes: numbers, negations, names in quotation marks. */
const firmPartsOf = (text: string): string =>
  (
    text
      .toLowerCase()
      .match(
        /\d+|\b(?:not|no|never|without|unless|except|only|n't)\b|n['’]t\b|[`"“][^`"”]+[`"”]/g,
      ) ?? []
  )
    .sort()
    .join(" ");

function shareOf(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let both = 0;
  for (const word of left) if (right.has(word)) both += 1;
  return both / (left.size + right.size - both);
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
