import { isJsonObject } from "../json-object.ts";

/** A page of a list, newest first. */
export type Page<T> = Readonly<{ items: readonly T[]; hasMore: boolean }>;

/** What comes after an item in a list whose newest is last. */
export function pageOf<T extends Readonly<{ id: string }>>(
  oldestFirst: readonly T[],
  { limit, after }: Readonly<{ limit: number; after: string | null }>,
): Page<T> {
  const newestFirst = oldestFirst.toReversed();
  const from = after === null ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1;
  const items = newestFirst.slice(from, from + limit);
  return { items, hasMore: from + items.length < newestFirst.length };
}

/** A whole number of the query, within its bounds. */
export function limitIn(query: URLSearchParams, name: string, usual: number, most: number): number {
  const asked = Number(query.get(name) ?? usual);
  return Number.isSafeInteger(asked) && asked > 0 ? Math.min(asked, most) : usual;
}

/** What was asked for when it was made. */
export function askedOf(batch: Readonly<{ asked: string }>): Readonly<Record<string, unknown>> {
  const asked: unknown = JSON.parse(batch.asked);
  if (!isJsonObject(asked)) throw new TypeError("a batch was asked for without an object");
  return asked;
}
