/** The candidate that was probably meant, or `undefined` when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    // A beginning is as good as a typing mistake: `conf` for `config`.
    const isBeginning = word.length >= 3 && candidate.startsWith(word);
    const ranked = isBeginning ? Math.min(distance, 1) : distance;
    // Where more than half of the letters differ, nothing was mistyped.
    const isNear = ranked * 2 <= Math.min(word.length, candidate.length);
    if (ranked < bestDistance && isNear) {
      best = candidate;
      bestDistance = ranked;
    }
  }
  return best;
}

/** How many letters must be put in, taken out or changed to turn one word into the other (Levenshtein). */
export function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [row, letter] of Array.from(left).entries()) {
    const current = [row + 1];
    for (const [column, other] of Array.from(right).entries()) {
      const changed = (previous[column] ?? row) + (letter === other ? 0 : 1);
      current.push(
        Math.min(changed, (previous[column + 1] ?? row) + 1, (current[column] ?? column) + 1),
      );
    }
    previous = current;
  }
  return previous[right.length] ?? left.length;
}
