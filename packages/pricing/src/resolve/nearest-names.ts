const MOST = 3;
const LEAST_ALIKE = 0.5;

/** The known names that look most like one, best first: what a person may have meant. */
export function nearestNames(name: string, known: Iterable<string>): readonly string[] {
  const wanted = pairsOf(name);
  if (wanted.size === 0) return [];
  const scored: { one: string; score: number }[] = [];
  for (const one of known) {
    const score = Math.max(likeness(wanted, pairsOf(one)), likeness(wanted, pairsOf(bare(one))));
    if (score >= LEAST_ALIKE) scored.push({ one, score });
  }
  scored.sort((left, right) => right.score - left.score || (left.one < right.one ? -1 : 1));
  return scored.slice(0, MOST).map(({ one }) => one);
}

const bare = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

/** Dice's coefficient over pairs of letters. */
const likeness = (left: ReadonlySet<string>, right: ReadonlySet<string>): number => {
  let shared = 0;
  for (const pair of left) if (right.has(pair)) shared += 1;
  return (2 * shared) / (left.size + right.size);
};

const pairsOf = (name: string): Set<string> => {
  // Names come from clients: a very long one is compared by its beginning.
  const text = name.toLowerCase().slice(0, 200);
  const pairs = new Set<string>();
  for (let index = 0; index + 1 < text.length; index += 1) pairs.add(text.slice(index, index + 2));
  return pairs;
};
