/** How many tasks are remembered; the one that was not met for the longest is forgotten. */
const MOST = 10_000;
/** What is kept of older answers at each new one. */
const KEPT = 0.98;
const LEAST_ANSWERS = 30;
/** One in twenty is below, were the logarithms of lengths normal. */
const BELOW = 1.645;

type Moments = { weight: number; mean: number; square: number; answers: number };

/** How long accepted answers to a task are, in characters: much shorter ones are suspect. */
export class UsualLength {
  readonly #tasks = new Map<string, Moments>();

  note(task: string, characters: number): void {
    const known = this.#tasks.get(task) ?? { weight: 0, mean: 0, square: 0, answers: 0 };
    const length = Math.log(characters + 1);
    known.weight = KEPT * known.weight + 1;
    known.mean += (length - known.mean) / known.weight;
    known.square += (length * length - known.square) / known.weight;
    known.answers += 1;
    this.#tasks.delete(task);
    this.#tasks.set(task, known);
    const [oldest] = this.#tasks.keys();
    if (this.#tasks.size > MOST && oldest !== undefined) this.#tasks.delete(oldest);
  }

  /** What nineteen of twenty answers are above; undefined before there were enough. */
  usuallyAbove(task: string): number | undefined {
    const known = this.#tasks.get(task);
    if (known === undefined || known.answers < LEAST_ANSWERS) return undefined;
    const deviation = Math.sqrt(Math.max(0, known.square - known.mean * known.mean));
    return Math.exp(known.mean - BELOW * deviation) - 1;
  }
}
