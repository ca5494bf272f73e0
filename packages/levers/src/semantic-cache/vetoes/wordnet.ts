import { readFileSync } from "node:fs";

/** Pairs of antonyms, and groups of words that share a meaning; data/README.md says what of WordNet they are. */
export const wordnetAntonyms = groupsOf("wordnet-antonyms.txt");
export const wordnetSynonyms = groupsOf("wordnet-synonyms.txt");

/** The same from src/ and from dist/, which lie equally deep. */
function groupsOf(file: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`../../../data/${file}`, import.meta.url), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(" "));
}
