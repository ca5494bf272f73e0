import { between, createRandom, type Random } from "@headgate/simulator";

const syllables = "ba ce di fo gu ha ki lo mu ne pa qui ro sa ti vo we xa yo zu".split(" ");
const POOL_CHARACTERS = 4 * 2 ** 20;
const VOCABULARY = 6_000;

/**
 * Invented prose, as JSON writes it inside of a string: words of a seeded vocabulary, rare ones rarer, with line
 * ends, quotes and signs beyond ASCII. Pieces come from a pool that is far longer than gzip looks back, so
 * that it compresses like text and not like a repetition.
 */
export class Prose {
  readonly #random: Random;
  readonly #pool: string;

  constructor(seed: number) {
    this.#random = createRandom(seed);
    this.#pool = poolOf(this.#random);
  }

  /** About this many characters, escaped, cut between two words. */
  piece(characters: number): string {
    const start = between(this.#random, 0, this.#pool.length - characters - 64);
    const from = this.#pool.indexOf(" ", start) + 1;
    return this.#pool.slice(from, this.#pool.indexOf(" ", from + characters));
  }
}

function poolOf(random: Random): string {
  const words = Array.from({ length: VOCABULARY }, () =>
    Array.from(
      { length: between(random, 1, 4) },
      () => syllables[between(random, 0, syllables.length - 1)],
    ).join(""),
  );
  const pieces: string[] = [];
  let length = 0;
  while (length < POOL_CHARACTERS) {
    const word = words[Math.floor(VOCABULARY * random() ** 3)] ?? "";
    const piece = `${word}${endOf(random())}`;
    pieces.push(piece);
    length += piece.length;
  }
  return pieces.join("");
}

function endOf(draw: number): string {
  if (draw < 0.88) return " ";
  if (draw < 0.94) return ", ";
  if (draw < 0.975) return ". ";
  if (draw < 0.99) return ".\\n ";
  return draw < 0.995 ? ' \\"so\\" ' : " – é ";
}
