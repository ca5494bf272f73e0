/**
 * Puts an entry in as the newest, and takes out the oldest beyond the most that a map may hold. A map whose entries are put
 * in again with each use so forgets the least lately used.
 */
export function putNewest<Key, Value>(
  map: Map<Key, Value>,
  key: Key,
  value: Value,
  most: number,
): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}
