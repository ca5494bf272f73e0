import { countText } from "../format/count-text.ts";

export type Pages = Readonly<{
  words: string;
  previous: number | undefined;
  next: number | undefined;
}>;

/** The API does not go further into a list than this. */
const FURTHEST_OFFSET = 100_000;

/** Where in the list this page lies, and the offsets of its neighbours. */
export const pagesOf = (offset: number, shown: number, total: number, pageSize: number): Pages => {
  const next = offset + pageSize;
  return {
    words:
      shown === 0
        ? `none of ${countText(total)}`
        : `${countText(offset + 1)}–${countText(offset + shown)} of ${countText(total)}`,
    previous: offset === 0 ? undefined : Math.max(0, offset - pageSize),
    next: next < total && next <= FURTHEST_OFFSET ? next : undefined,
  };
};
