import type { ChargeLine, ChargeWire, RerateCause, UsageComponent } from "@headgate/contract";
import { type Picodollars, parseDollars, picodollars, ZERO } from "@headgate/money";
import type { PriceBook } from "../price-book.ts";

/** Why an attempt's effective cost moved, and by how much; `confidence` moves nothing. */
export type ReratePart = Readonly<{ cause: RerateCause; difference: Picodollars }>;

/**
 * Splits the difference of two charges by what made it. Each component's list cost moved for one reason;
 * what the customer's terms add is the overlay's; a rest that no line explains is `other`. The parts add up
 * to effective cost after less before, where an unknown cost adds nothing.
 */
export function causesOf(
  book: PriceBook,
  before: ChargeWire,
  after: ChargeWire,
): readonly ReratePart[] {
  const [listBefore, effectiveBefore] = costsOf(before);
  const [listAfter, effectiveAfter] = costsOf(after);
  const difference = effectiveAfter - effectiveBefore;
  if (before.effective_cost === null) return [part("now_priced", difference)];
  if (after.effective_cost === null) return [part("no_longer_priced", difference)];

  const parts: ReratePart[] = [];
  for (const component of componentsOf(before, after)) {
    const linesBefore = linesOf(before, component);
    const linesAfter = linesOf(after, component);
    const moved = totalOf(linesAfter) - totalOf(linesBefore);
    if (moved !== 0n) parts.push(part(causeOf(book, linesBefore, linesAfter), moved));
  }
  const overlay = effectiveAfter - listAfter - (effectiveBefore - listBefore);
  const isOverlaid = overlay !== 0n || termsMoved(before, after);
  if (isOverlaid) parts.push(part("overlay", overlay));
  const explained = parts.reduce((total, { difference: moved }) => total + moved, 0n);
  if (explained !== difference) parts.push(part("other", difference - explained));
  if (parts.length > 0) return parts;
  return [part(before.confidence === after.confidence ? "other" : "confidence", 0n)];
}

const part = (cause: RerateCause, difference: bigint): ReratePart => ({
  cause,
  difference: picodollars(difference),
});

const costsOf = ({
  list_cost,
  effective_cost,
}: ChargeWire): readonly [Picodollars, Picodollars] => [
  list_cost === null ? ZERO : parseDollars(list_cost),
  effective_cost === null ? ZERO : parseDollars(effective_cost),
];

/** What is contracted or billed moved, though list and effective cost did not. */
const termsMoved = (before: ChargeWire, after: ChargeWire): boolean =>
  before.list_cost === after.list_cost &&
  (before.contracted_cost !== after.contracted_cost || before.billed_cost !== after.billed_cost);

const componentsOf = (...charges: readonly ChargeWire[]): ReadonlySet<UsageComponent> =>
  new Set(charges.flatMap(({ lines }) => lines.map(({ component }) => component)));

const linesOf = ({ lines }: ChargeWire, component: UsageComponent): readonly ChargeLine[] =>
  lines.filter((line) => line.component === component);

const totalOf = (lines: readonly ChargeLine[]): bigint =>
  lines.reduce((total, line) => total + parseDollars(line.list_cost), 0n);

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
