import { formatDollars, type Picodollars, parseDollars, sum } from "@headgate/money";

/** Adds up amounts of one currency: any currency's have the form of money. */
export const addAmounts = (amounts: Iterable<string>): Picodollars =>
  sum([...amounts].map(parseDollars));

/** Adds up amounts of one currency, as text. */
export const addedText = (amounts: Iterable<string>): string => formatDollars(addAmounts(amounts));

const SHARE_PLACES = 1_000_000n;

/** A part of a whole for the eye, to six places; null where the whole is not above zero. */
export const shareOf = (part: bigint, whole: bigint): number | null =>
  whole <= 0n ? null : Number((part * SHARE_PLACES) / whole) / Number(SHARE_PLACES);

/** Groups of a list by a key, in the order in which the keys come. */
export function groupsBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): readonly (readonly [Item, ...Item[]])[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** How many there are of something in all rows. */
export const countOf = <Item>(items: readonly Item[], count: (item: Item) => number): number =>
  items.reduce((total, item) => total + count(item), 0);
