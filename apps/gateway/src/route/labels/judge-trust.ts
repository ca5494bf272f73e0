import { z } from "zod";
import { type Optimism, optimismOf } from "./judge-optimism.ts";
import { PeopleAgreement, pairsSchema } from "./people-agreement.ts";

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

/** What is kept of a judge over restarts. */
export const judgeTrustSchema = z.strictObject({
  seen: z.array(z.boolean()).max(WINDOW),
  people: pairsSchema,
  /** Whether people were content with answers of the references that it holds others against. */
  references: z.array(z.boolean()).max(MOST_REFERENCES).default([]),
});
type Kept = z.infer<typeof judgeTrustSchema>;

/**
 * Whether a judge can be believed. Pairs are planted: the answer to another question against the right one. A judge that
 * calls them the same, or the wrong one better, says yes to everything, or prefers a place. And people contradict one that
 * sees through those and still calls good what served nobody.
 */
export class JudgeTrust {
  #seen: readonly boolean[];
  #judgings = 0;
  #references: readonly boolean[];
  readonly people: PeopleAgreement;

  constructor({ seen, people, references }: Kept = { seen: [], people: [], references: [] }) {
    this.#seen = seen;
    this.#references = references;
    this.people = new PeopleAgreement(people);
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
    const people = [...this.people.pairs];
    return { seen: [...this.#seen], people, references: [...this.#references] };
  }

  /** How many words of people on the reference's answers are known. */
  get references(): number {
    return this.#references.length;
  }

  /** How much too good it takes cheaper models' answers for; undefined while people have not said enough. */
  get optimism(): Optimism | undefined {
    return optimismOf({ pairs: this.people.pairs, references: this.#references });
  }

  /**
   * What is taken off the worth of answers that it judged before anything is certified by them: as much as people have shown to
   * be too much, and no more. Were it as much as may be, every judge would lose its certificates by the first words of people,
   * however well they agree, and the less they say the more.
   * @param before what was taken off until now
   */
  correctionAfter(before: number): number {
    const { optimism } = this;
    if (optimism === undefined) return 0;
    const { atLeast } = optimism;
    const proven = Math.max(0, Math.floor(atLeast / CORRECTION_STEP) * CORRECTION_STEP);
    return proven < before && atLeast > before - LEAST_FALL ? before : proven;
  }

  heardOfReference(isContent: boolean): void {
    this.#references = [...this.#references, isContent].slice(-MOST_REFERENCES);
  }

  judged(): void {
    this.#judgings += 1;
  }

  sawThrough(right: boolean): void {
    this.#seen = [...this.#seen, right].slice(-WINDOW);
  }
}
