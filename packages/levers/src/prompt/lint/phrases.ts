import { type Finding, MOST_FINDINGS, type Sentence } from "./finding.ts";

type Phrase = Readonly<{ words: RegExp; replacement: string }>;

const phrase = (words: string, replacement: string): Phrase => ({
  words: new RegExp(`\\b${words}\\b`, "gi"),
  replacement,
});

/** Phrases that a shorter one stands for, in whatever sentence: "with respect to" and "in terms of" are none of them. */
const filler: readonly Phrase[] = [
  phrase("in order to", "to"),
  phrase("so as to", "to"),
  phrase("due to the fact that", "because"),
  phrase("in light of the fact that", "because"),
  phrase("despite the fact that", "although"),
  phrase("in the event that", "if"),
  phrase("at this point in time", "now"),
  phrase("at all times", "always"),
  phrase("for the purpose of", "for"),
  phrase("a (?:large|great) number of", "many"),
  phrase("the majority of", "most"),
  phrase("prior to", "before"),
  phrase("subsequent to", "after"),
  phrase("is able to", "can"),
  phrase("are able to", "can"),
  phrase("has the ability to", "can"),
  phrase("have the ability to", "can"),
  phrase("it is (?:very |extremely |really )?important (?:to note )?that", ""),
  phrase("it should be noted that", ""),
  phrase("(?:please )?(?:note|keep in mind|bear in mind|remember) that", ""),
  phrase("needless to say,?", ""),
  phrase("as (?:previously )?mentioned (?:above|before|earlier|previously),?", ""),
  phrase("each and every", "every"),
  phrase("first and foremost", "first"),
  phrase("your (?:main |primary )?(?:task|job|goal) is to", ""),
  phrase("you are (?:going to be )?(?:tasked with|asked to|required to)", ""),
];

const polite: readonly Phrase[] = [
  phrase(
    "i(?: would|'d|’d) (?:really )?(?:like|love|appreciate it) (?:for )?(?:you to|if you could)",
    "",
  ),
  phrase("i want you to", ""),
  phrase("(?:can|could|would) you (?:please|kindly)", ""),
  phrase("if (?:it is )?possible,? please", ""),
  phrase("please", ""),
  phrase("kindly", ""),
  phrase("thank you(?: very much| so much)?(?: in advance)?[.!]?", ""),
  phrase("thanks(?: a lot)?(?: in advance)?[.!]?", ""),
];

/**
 * Where a clause of its own begins. Elsewhere words that add nothing there are what the sentence is about: "add a note that
 * explains it", "if you are asked to stop".
 */
const BEGINS_CLAUSE = /(?:^|[,;:]|(?:^|\s)(?:and|then|so|but))\s*$/i;

/** Phrases that add words and nothing else. */
export const fillerPhrases = (sentences: readonly Sentence[]): readonly Finding[] =>
  phrasesIn(sentences, "filler", filler);

/** Politeness, which a model does not need to do what it is told. */
export const politePhrases = (sentences: readonly Sentence[]): readonly Finding[] =>
  phrasesIn(sentences, "politeness", polite);

function phrasesIn(
  sentences: readonly Sentence[],
  rule: "filler" | "politeness",
  phrases: readonly Phrase[],
): readonly Finding[] {
  const found: Finding[] = [];
  for (const sentence of sentences) {
    for (const { words, replacement } of phrases) {
      for (const { 0: matched, index } of sentence.own.matchAll(words)) {
        if (replacement === "" && !BEGINS_CLAUSE.test(sentence.own.slice(0, index))) continue;
        const finding = { rule, ...placeOf(sentence, index, matched, replacement) };
        if (found.length === MOST_FINDINGS) return found;
        if (found.some(({ start, end }) => start < finding.end && finding.start < end)) continue;
        found.push(finding);
      }
    }
  }
  return found;
}

/** Where a phrase stands, with what has to change around it: the space behind it, and the capital of its sentence. */
function placeOf(sentence: Sentence, index: number, matched: string, replacement: string) {
  const start = sentence.start + index;
  const isFirst = index === 0;
  if (replacement !== "") {
    const reason = `“${replacement}” says the same as “${matched}”.`;
    const text = isFirst ? capitalised(replacement) : replacement;
    return { start, end: start + matched.length, reason, replacement: text };
  }
  const reason = `“${matched}” adds no instruction.`;
  const rest = sentence.text.slice(index + matched.length);
  const between = /^[ ,:]*/.exec(rest)?.[0].length ?? 0;
  const next = rest.charAt(between);
  const end = start + matched.length + between;
  if (isFirst && next !== "" && next !== capitalised(next)) {
    return { start, end: end + 1, reason, replacement: capitalised(next) };
  }
  if (isFirst || !/^[.!?]?$/.test(next)) return { start, end, reason, replacement: "" };
  // At the end of a sentence the comma or the space before the phrase goes, and its last mark stays.
  const before = /[ ,]*$/.exec(sentence.text.slice(0, index))?.[0].length ?? 0;
  return { start: start - before, end: start + matched.length, reason, replacement: "" };
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
