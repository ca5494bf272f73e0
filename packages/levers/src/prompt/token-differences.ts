import { hash } from "node:crypto";
import { putNewest } from "../put-newest.ts";

const MOST_KNOWN = 100_000;

/** How many tokens replacing texts took away; undefined until it is counted. */
export type TokenDifference = Readonly<{ tokens: number | undefined }>;

type Pair = Readonly<{ before: string; after: string; pairKey: string }>;

/** What tells a text, with what became of it, from all others. */
export const pairKeyOf = (before: string, after: string): string =>
  hash("sha256", `${before.length}\n${before}${after}`, "base64");

/** Counts how many tokens texts have fewer than those that they replace, each pair once. */
export class TokenDifferences {
  readonly #count: (texts: readonly string[]) => Promise<readonly number[]>;
  readonly #failed: (error: unknown) => void;
  readonly #known = new Map<string, number>();

  constructor(
    count: (texts: readonly string[]) => Promise<readonly number[]>,
    failed: (error: unknown) => void,
  ) {
    this.#count = count;
    this.#failed = failed;
  }

  of(pairs: readonly Pair[]): TokenDifference {
    const known = pairs.map(({ pairKey }) => this.#known.get(pairKey));
    const missing = pairs.flatMap((pair, index) =>
      known[index] === undefined ? [{ pair, index }] : [],
    );
    let tokens = sumOf(known);
    if (missing.length > 0) {
      this.#count(missing.flatMap(({ pair: { before, after } }) => [before, after])).then(
        (counts) => {
          for (const [at, { pair, index }] of missing.entries()) {
            const [before, after] = [counts[at * 2], counts[at * 2 + 1]];
            if (before === undefined || after === undefined) return;
            known[index] = before - after;
            putNewest(this.#known, pair.pairKey, before - after, MOST_KNOWN);
          }
          tokens = sumOf(known);
        },
        (error: unknown) => this.#failed(error),
      );
    }
    return {
      get tokens() {
        return tokens;
      },
    };
  }
}

function sumOf(counts: readonly (number | undefined)[]): number | undefined {
  let total = 0;
  for (const count of counts) {
    if (count === undefined) return undefined;
    total += count;
  }
  return total;
}
