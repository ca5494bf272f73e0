/** Colours that tokens.css has for the series of a chart. */
const COLOURS = 8;

/**
 * Gives each series a colour and lets those that have one keep it, so that a series which overtakes
 * another does not change its colour under the reader's eyes. `other` is always grey.
 */
export const assignColours = (
  keys: readonly string[],
  before: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> => {
  const named = keys.filter((key) => key !== "other").slice(0, COLOURS);
  const assigned = new Map<string, number>();
  for (const key of named) {
    const colour = before.get(key);
    if (colour !== undefined) assigned.set(key, colour);
  }
  const taken = new Set(assigned.values());
  let next = 1;
  for (const key of named) {
    if (assigned.has(key)) continue;
    while (taken.has(next)) next += 1;
    assigned.set(key, next);
    taken.add(next);
  }
  return assigned;
};

/** The CSS colour of a series. */
export const seriesColour = (key: string, colours: ReadonlyMap<string, number>): string => {
  const colour = colours.get(key);
  return colour === undefined ? "var(--series-other)" : `var(--series-${colour})`;
};
