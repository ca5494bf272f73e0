import type { ChargeLine, ChargeWire, RerateCause } from "@headgate/contract";
import { type Picodollars, parseDollars, picodollars } from "@headgate/money";
import type { PriceBook } from "../price-book.ts";

/** Why an attempt's effective cost moved, and by how much; `confidence` moves nothing. */
export type ReratePart = Readonly<{ cause: RerateCause; difference: Picodollars }>;

/**
 * Splits the difference of two charges by what made it, component by component and model by model: another price moved it, or
 * the customer's own terms did; a rest that no line explains is the terms' where the list cost is the same,
 * and `other` where not. The parts add up to effective cost after less before, where an unknown cost adds
 * nothing.
 */
export function causesOf(
  book: PriceBook,
  before: ChargeWire,
  after: ChargeWire,
): readonly ReratePart[] {
  const difference = amountOf(after.effective_cost) - amountOf(before.effective_cost);
  if (before.effective_cost === null) return [part("now_priced", difference)];
  if (after.effective_cost === null) return [part("no_longer_priced", difference)];

  const parts: ReratePart[] = [];
  for (const subject of lineSubjectsOf(before, after)) {
    const old = linesOf(before, subject);
    const fresh = linesOf(after, subject);
    const moved = totalOf(fresh, effectiveOf) - totalOf(old, effectiveOf);
    if (moved === 0n) continue;
    const isList = totalOf(fresh, listOf) !== totalOf(old, listOf);
    parts.push(part(isList ? causeOf(book, old, fresh) : "overlay", moved));
  }
  const explained = parts.reduce((total, { difference: moved }) => total + moved, 0n);
  const isSameList = before.list_cost === after.list_cost;
  if (explained !== difference || (parts.length === 0 && termsMoved(before, after))) {
    parts.push(part(isSameList ? "overlay" : "other", difference - explained));
  }
  if (parts.length > 0) return parts;
  return [part(before.confidence === after.confidence ? "other" : "confidence", 0n)];
}

const part = (cause: RerateCause, difference: bigint): ReratePart => ({
  cause,
  difference: picodollars(difference),
});

const amountOf = (cost: string | null): bigint => (cost === null ? 0n : parseDollars(cost));
const listOf = (line: ChargeLine): bigint => parseDollars(line.list_cost);
const effectiveOf = (line: ChargeLine): bigint =>
  line.overlay === undefined ? listOf(line) : parseDollars(line.overlay.effective_cost);

/** What is contracted or billed moved, though list and effective cost did not. */
const termsMoved = (before: ChargeWire, after: ChargeWire): boolean =>
  before.contracted_cost !== after.contracted_cost || before.billed_cost !== after.billed_cost;

/** What a line is of: a component of the model that answered, or of another. */
const lineSubjectOf = ({ model, component }: ChargeLine): string =>
  model === undefined ? component : `${component} of ${model}`;

const lineSubjectsOf = (...charges: readonly ChargeWire[]): ReadonlySet<string> =>
  new Set(charges.flatMap(({ lines }) => lines.map(lineSubjectOf)));

const linesOf = ({ lines }: ChargeWire, subject: string): readonly ChargeLine[] =>
  lines.filter((line) => lineSubjectOf(line) === subject);

const totalOf = (lines: readonly ChargeLine[], costOf: (line: ChargeLine) => bigint): bigint =>
  lines.reduce((total, line) => total + costOf(line), 0n);

/** A record's id without the day of a later recording: what it prices, and from when. */
const subjectOf = (recordId: string): string => recordId.replace(/~[^~]*$/, "");

function causeOf(
  book: PriceBook,
  before: readonly ChargeLine[],
  after: readonly ChargeLine[],
): RerateCause {
  const used = new Set(before.map((line) => line.price_record));
  const fresh = after.map((line) => line.price_record).filter((id) => !used.has(id));
  if (fresh.length === 0) return "other";
  const subjects = new Set([...used].map(subjectOf));
  if (fresh.every((id) => subjects.has(subjectOf(id)))) return "correction";
  return fresh.every((id) => isOfSameKind(book, id, [...used])) ? "new_price_record" : "other";
}

/** Whether a record prices the tier and scope of one that was used: another one came by another rule. */
function isOfSameKind(book: PriceBook, id: string, used: readonly string[]): boolean {
  const record = book.record(id);
  return used.some((usedId) => {
    const before = book.record(usedId);
    // A record that the book no longer has tells nothing against it.
    return before === undefined || (before.tier === record?.tier && before.scope === record.scope);
  });
}
