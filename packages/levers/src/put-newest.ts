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

/**
 * The same where an order matters only once something has to go: while a map is less than half full, an entry that is in it
 * stays where it is. Taking it out and putting it in again makes a small table anew each time.
 */
export function putUsed<Key, Value>(
  map: Map<Key, Value>,
  key: Key,
  value: Value,
  most: number,
): void {
  if (map.size * 2 < most) map.set(key, value);
  else putNewest(map, key, value, most);
}
