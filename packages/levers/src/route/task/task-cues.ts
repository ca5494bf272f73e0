import { type TaskClass, taskClassNames } from "@headgate/contract";
import { type CueWords, cueWords } from "./task-cue-words.ts";
import { wordsOf } from "./words-of.ts";

export type Cue = Readonly<{ task: TaskClass; word: string; weight: number }>;

/** What a word counts for that nearly says alone what is asked for. */
export const PLAIN = 2;
const SLIGHT = 1;
/** Shortest begin of a word that a cue with any ending has. */
const BEGIN = 4;
const EAST_ASIAN = /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/u;

const byWord = new Map<string, Cue[]>();
const byBegin = new Map<string, Cue[]>();
const within: Cue[] = [];

const put = (cues: Map<string, Cue[]>, key: string, cue: Cue): void => {
  const known = cues.get(key);
  if (known === undefined) cues.set(key, [cue]);
  else known.push(cue);
};

for (const task of taskClassNames) {
  const { plain, slight, within: inside }: CueWords = cueWords[task];
  for (const [text, weight] of [
    [plain, PLAIN],
    [slight, SLIGHT],
  ] as const) {
    for (const written of text?.split(" ") ?? []) {
      const word = written.replaceAll("_", " ").replace(/\*$/u, "");
      if (written.endsWith("*")) put(byBegin, word.slice(0, BEGIN), { task, word, weight });
      else put(byWord, word, { task, word, weight });
    }
  }
  for (const word of inside?.split(" ") ?? []) within.push({ task, word, weight: PLAIN });
}

/** First words of cues of two words: no text is put together for others. */
const beginsPair: ReadonlySet<string> = new Set(
  [...byWord.keys()].flatMap((key) => (key.includes(" ") ? [key.slice(0, key.indexOf(" "))] : [])),
);

/** What a cue counts for at a place of the text: its n-th word of so many. */
export type PlaceWeight = (nth: number) => number;

/** All cues of a text, each once, with its weight where it counts for most. */
export function cuesIn(text: string, placeWeight: PlaceWeight): readonly Cue[] {
  const found = new Map<string, Cue>();
  const note = (cue: Cue, share: number): void => {
    const key = `${cue.task} ${cue.word}`;
    const weight = cue.weight * share;
    const before = found.get(key);
    if (before !== undefined && before.weight >= weight) return;
    found.set(key, { task: cue.task, word: cue.word, weight });
  };
  let nth = 0;
  let before = "";
  for (const word of wordsOf(text)) {
    const share = placeWeight(nth);
    for (const cue of byWord.get(word) ?? []) note(cue, share);
    if (beginsPair.has(before)) {
      for (const cue of byWord.get(`${before} ${word}`) ?? []) note(cue, share);
    }
    for (const cue of byBegin.get(word.slice(0, BEGIN)) ?? []) {
      if (word.startsWith(cue.word)) note(cue, share);
    }
    before = word;
    nth += 1;
  }
  if (EAST_ASIAN.test(text)) {
    for (const cue of within) if (text.includes(cue.word)) note(cue, placeWeight(0));
  }
  return [...found.values()];
}
