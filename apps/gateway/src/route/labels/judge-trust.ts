import { z } from "zod";
import { type Optimism, optimismOf } from "./judge-optimism.ts";
import { PeopleAgreement, pairsSchema } from "./people-agreement.ts";
import { areOfOneKey, UNKNOWN_KEY, withNewest, wordsThatCount } from "./words-by-key.ts";

/** A judge is believed once it has seen through so many planted pairs of the newest. */
const LEAST = 8;
const WINDOW = 40;
const NEEDED = 0.75;
/** Once believed, every so many-th judging is a planted one too. */
const EVERY = 20;
/** The newest of people's words on the reference's answers that are known. */
const MOST_REFERENCES = 500;
/** What is taken off is told in steps, so that not each word has everything fitted anew. */
const CORRECTION_STEP = 0.01;
/** By so much less has to be proven before less is taken off: at a step's boundary it would else change with every word. */
const LEAST_FALL = 0.015;

/** Whether people were content with an answer of the reference, and whose people. Files from before have no key. */
const referenceSchema = z
  .union([z.boolean(), z.tuple([z.boolean(), z.string()])])
  .transform((read): OfReference => {
    const [isContent, key] = typeof read === "boolean" ? ([read, UNKNOWN_KEY] as const) : read;
    return { isContent, key };
  });
type OfReference = Readonly<{ isContent: boolean; key: string }>;

/** What is kept of a judge over restarts. */
export const judgeTrustSchema = z.strictObject({
  seen: z.array(z.boolean()).max(WINDOW),
  people: pairsSchema,
  /** Of the references that it holds others against. */
  references: z.array(referenceSchema).max(MOST_REFERENCES).default([]),
  /** As it stood, and what was taken off: words that are too few to tell change neither. */
  contradicted: z.boolean().default(false),
  subtracted: z.number().min(0).max(1).default(0),
});
type Read = Omit<z.output<typeof judgeTrustSchema>, "subtracted">;
type Kept = Omit<z.input<typeof judgeTrustSchema>, "subtracted">;
const nothing: Read = { seen: [], people: [], references: [], contradicted: false };

/**
 * Whether a judge can be believed. Pairs are planted: the answer to another question against the right one. A judge that
 * calls them the same, or the wrong one better, says yes to everything, or prefers a place. And people contradict one that
 * sees through those and still calls good what served nobody. No key's people count for more than their share of what people say.
 */
export class JudgeTrust {
  #seen: readonly boolean[];
  #judgings = 0;
  #references: readonly OfReference[];
  readonly people: PeopleAgreement;

  constructor({ seen, people, references, contradicted }: Read = nothing) {
    this.#seen = seen;
    this.#references = references;
    this.people = new PeopleAgreement(people, contradicted);
  }

  /** Whether the next judging should come with a planted pair. */
  get wantsPlanted(): boolean {
    return !this.isBelieved || this.#judgings % EVERY === 0;
  }

  get isBelieved(): boolean {
    return this.#seen.length >= LEAST && this.share >= NEEDED && !this.people.isContradicted;
  }

  /** Whether it was tried and is not believed: what it has taught certifies nothing either. */
  get hasFailed(): boolean {
    return this.#seen.length >= LEAST && !this.isBelieved;
  }

  /** The share of planted pairs that it saw through; 0 where it has seen none. */
  get share(): number {
    const right = this.#seen.filter(Boolean).length;
    return this.#seen.length === 0 ? 0 : right / this.#seen.length;
  }

  get planted(): number {
    return this.#seen.length;
  }

  /** To go on from. */
  get kept(): Kept {
    const { pairs, isContradicted: contradicted } = this.people;
    return {
      seen: [...this.#seen],
      people: pairs.map(({ judge, people, key }) => [judge, people, key]),
      references: this.#references.map(({ isContent, key }) => [isContent, key]),
      contradicted,
    };
  }

  /** How many words of people on the reference's answers count. */
  get references(): number {
    return this.#words.references.length;
  }

  /** Whether one key's people have said all that was said: no other word stands beside theirs. */
  get isOfOneKey(): boolean {
    const said = this.#said;
    return said.length > 0 && areOfOneKey(said);
  }

  /** How much too good it takes cheaper models' answers for; undefined while people have not said enough. */
  get optimism(): Optimism | undefined {
    const { pairs, references } = this.#words;
    return optimismOf({
      pairs: pairs.map(({ judge, people }) => [judge, people]),
      references: references.map(({ isContent }) => isContent),
    });
  }

  get #said(): readonly Readonly<{ key: string }>[] {
    return [...this.people.pairs, ...this.#references];
  }

  /** What counts: of no key more than its share, unless there is one alone. */
  get #words() {
    const { pairs } = this.people;
    const references = this.#references;
    return areOfOneKey(this.#said)
      ? { pairs, references }
      : { pairs: wordsThatCount(pairs), references: wordsThatCount(references) };
  }

  /**
   * What is taken off the worth of answers that it judged before anything is certified by them: as much as people have shown to
   * be too much, and no more. Were it as much as may be, every judge would lose its certificates by the first words of people,
   * however well they agree, and the less they say the more. Where the words that count are too few to tell, it stays as it was.
   * @param before what was taken off until now
   */
  correctionAfter(before: number): number {
    const { optimism } = this;
    if (optimism === undefined) return before;
    const { atLeast } = optimism;
    const proven = Math.max(0, Math.floor(atLeast / CORRECTION_STEP) * CORRECTION_STEP);
    return proven < before && atLeast > before - LEAST_FALL ? before : proven;
  }

  heardOfReference(word: OfReference): void {
    this.#references = withNewest(this.#references, word, MOST_REFERENCES);
  }

  judged(): void {
    this.#judgings += 1;
  }

  sawThrough(right: boolean): void {
    this.#seen = [...this.#seen, right].slice(-WINDOW);
  }
}
