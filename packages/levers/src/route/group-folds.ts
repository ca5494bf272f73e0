/** Leaving more of them out one by one tells hardly more, and each costs a fit. */
const MOST_FOLDS = 10;

/**
 * Which groups are left out together: the largest first, each to the fold that holds fewest rows so far, so that no fold leaves
 * out half of all there is. By hashes of their names some folds are empty and others hold most groups: of what is new one
 * fold would speak then. The same groups of the same sizes give the same folds.
 */
export function foldsOfGroups(groups: readonly string[]): readonly number[] {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const ordered = [...sizes].sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1));
  const held = new Array<number>(Math.min(MOST_FOLDS, sizes.size)).fill(0);
  const foldOf = new Map<string, number>();
  for (const [group, size] of ordered) {
    const fold = held.indexOf(Math.min(...held));
    held[fold] = (held[fold] as number) + size;
    foldOf.set(group, fold);
  }
  return groups.map((group) => foldOf.get(group) as number);
}
