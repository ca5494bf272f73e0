/** Joins pieces so that each text holds `size` of them, the last one perhaps fewer. */
export function batches(pieces: readonly string[], size: number): readonly string[] {
  if (size === 1) return pieces;
  const joined: string[] = [];
  for (let place = 0; place < pieces.length; place += size) {
    joined.push(pieces.slice(place, place + size).join(""));
  }
  return joined;
}
