import { hash } from "node:crypto";
import { skipAt } from "../read/read-skip.ts";
import type { Found } from "../source.ts";
import type { Bucket } from "./read-buckets.ts";

const RESTATED =
  "A day stands in several answers of the file: lines that are alike count once, by the last answer.";

type AnsweredDay = Readonly<{
  answer: number;
  /** Digests of its buckets in this answer, and in the one before it. */
  buckets: Set<string>;
  before: ReadonlySet<string>;
  /** How many lines that are alike it has, by what they are about. */
  lines: Map<string, number>;
}>;

/**
 * What a file of saved answers of a cost API has said of each day. Within one answer a bucket that goes on on the next page
 * is added, and one that stands there twice, with the same results, counts once. A later answer begins its days anew:
 * its lines have the ids of the earlier one's, and take their place. Its memory grows with the days alone, and the
 * lines of each.
 */
export class AnsweredDays {
  readonly #days = new Map<number, AnsweredDay>();

  /** What there is to tell of a bucket before its lines; one that is left out is a skip. */
  meet({ startMs, endMs, results, answer, place }: Bucket): readonly Found[] {
    const digest = hash("sha256", JSON.stringify([endMs, results]), "base64");
    const known = this.#days.get(startMs);
    if (known?.answer === answer) {
      if (known.buckets.has(digest)) {
        return [skipAt("rollup", place, "The same bucket stands in the file before.")];
      }
      known.buckets.add(digest);
      return known.before.size === 0 || known.before.has(digest) ? [] : [restated(place)];
    }
    const before: ReadonlySet<string> = known?.buckets ?? new Set();
    this.#days.set(startMs, { answer, buckets: new Set([digest]), before, lines: new Map() });
    return before.size === 0 || before.has(digest) ? [] : [restated(place)];
  }

  /** Which of a day's lines that are alike this is, from 0, in the answer that was met last. */
  ordinal(startMs: number, about: string): number {
    const lines = this.#days.get(startMs)?.lines;
    const ordinal = lines?.get(about) ?? 0;
    lines?.set(about, ordinal + 1);
    return ordinal;
  }
}

const restated = (place: string): Found => ({ kind: "warning", warning: RESTATED, place });
