import type { Range } from "../findings/range.ts";

const DAY_MS = 86_400_000;
/** Bills come late: the last day or two of a range may not be in them. */
const LATE_MS = 2 * DAY_MS;

/** Whether what a bill has a line of until `lastMs` is taken to be there at the end of its range. */
export const isStillThere = (lastMs: number, { to }: Range): boolean =>
  lastMs >= Date.parse(to) - LATE_MS;
