import type { LexicalFeature } from "./lexical-feature-names.ts";
import { wordHash } from "./word-hash.ts";

/** English words that say what kind of work is asked for. They only ever count beside labels. */
const cues = {
  log_asking: "who whom whose what which when where why how",
  log_negations: "not no never none neither nor except without cannot incorrect least unlikely",
  log_conditions: "if suppose assume assuming given let consider unless whether then",
  log_quantities:
    "many much total each every per average sum more less than twice half remaining left percent",
  log_judgements: "best most likely true false correct following should always only both primarily",
  log_tasks:
    "write explain list translate summarize summarise describe compose rewrite classify compare generate create draft extract discuss",
  log_code_words:
    "function return returns python javascript code program array string class method sql algorithm implement def int test",
  log_proof_words:
    "prove theorem derive integral derivative matrix polynomial equation probability group ring field vector eigenvalue converges",
} as const satisfies Partial<Record<LexicalFeature, string>>;

/** The feature that a word, by its hash, counts for. */
export const cueOf: ReadonlyMap<number, LexicalFeature> = new Map(
  Object.entries(cues).flatMap(([feature, words]) =>
    words.split(" ").map((word) => [wordHash(word), feature as LexicalFeature] as const),
  ),
);
