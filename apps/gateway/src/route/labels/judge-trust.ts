import { z } from "zod";
import { PeopleAgreement, pairsSchema } from "./people-agreement.ts";

/** A judge is believed once it has seen through so many planted pairs of the newest. */
const LEAST = 8;
const WINDOW = 40;
const NEEDED = 0.75;
/** Once believed, every so many-th judging is a planted one too. */
const EVERY = 20;

/** What is kept of a judge over restarts. */
export const judgeTrustSchema = z.strictObject({
  seen: z.array(z.boolean()).max(WINDOW),
  people: pairsSchema,
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
  readonly people: PeopleAgreement;

  constructor({ seen, people }: Kept = { seen: [], people: [] }) {
    this.#seen = seen;
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
    return { seen: [...this.#seen], people: [...this.people.pairs] };
  }

  judged(): void {
    this.#judgings += 1;
  }

  sawThrough(right: boolean): void {
    this.#seen = [...this.#seen, right].slice(-WINDOW);
  }
}
