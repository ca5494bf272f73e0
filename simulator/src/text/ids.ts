import { createRandom, pick } from "../seeded-random.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".split("");
const digits = "0123456789abcdef".split("");

/** Names the things of a request; the same seed and number give the same names. */
export interface IdMaker {
  /** 32 hexadecimal digits. */
  hex(number: number): string;
  /** Up to 32 letters and digits. */
  letters(number: number, length: number): string;
}

/** Ids that begin with letters of the seed and end with the number, as cheap as they can be made. */
export function createIdMaker(seed: number): IdMaker {
  const random = createRandom(seed);
  const draw = (alphabet: readonly string[]): string =>
    Array.from({ length: 32 }, () => pick(random, alphabet)).join("");
  const hexStart = draw(digits).slice(0, 22);
  const letterStart = draw(letters);
  return {
    hex: (number) => hexStart + number.toString(16).padStart(10, "0"),
    letters: (number, length) =>
      letterStart.slice(0, length - 9) + number.toString(36).padStart(9, "0"),
  };
}
