import { describePrice, magnitudeOf, type PriceFault } from "../check/price-point.ts";
import type { PriceBook } from "../price-book.ts";
import { bookRecordOf } from "./book-record.ts";
import type { Candidate } from "./catalogue.ts";

const MOST = 10;

/** Candidates that are more than ten times, or less than a tenth, of the price in effect in the book. */
export const jumpFaults = (
  candidates: readonly Candidate[],
  book: PriceBook,
  day: string,
): readonly PriceFault<Candidate>[] =>
  candidates.flatMap((point) => {
    const record = bookRecordOf(book, point, point.validFrom ?? day);
    if (record === undefined) return [];
    const ratio = magnitudeOf(point) / magnitudeOf(record);
    if (ratio <= MOST && ratio >= 1 / MOST) return [];
    return [
      {
        point,
        code: "jump",
        reason: `${describePrice(point)} is ${Number(ratio.toPrecision(3))} × the book's $${record.price} (${record.id})`,
      },
    ];
  });
