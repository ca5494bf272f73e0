import type { Question } from "./question.ts";

/** In how many questions of a namespace each word occurs; rare words carry what a question is about. */
export class WordCounts {
  readonly #counts = new Map<string, number>();
  #questions = 0;

  add({ stems }: Question): void {
    this.#questions += 1;
    for (const stem of stems) {
      const before = this.#counts.get(stem);
      this.#counts.set(stem, before === undefined ? 1 : before + 1);
    }
  }

  remove({ stems }: Question): void {
    this.#questions -= 1;
    for (const stem of stems) {
      const before = this.#counts.get(stem);
      if (before === undefined || before <= 1) this.#counts.delete(stem);
      else this.#counts.set(stem, before - 1);
    }
  }

  /** From about 0 (in every question) to 1 (in none so far). */
  rarity(stem: string): number {
    const known = this.#counts.get(stem);
    const count = known === undefined ? 0 : known;
    return Math.log((this.#questions + 1) / (count + 0.5)) / Math.log((this.#questions + 1) / 0.5);
  }
}
