/**
 * A pure function that is worked out once for what it is asked with: files have few different times, models and meters,
 * and many rows. Holds up to `most` answers and begins anew when it is full, so that a file of ever new texts takes no more.
 *
 * @param keyOf what the answer depends on, as text
 * @param work what it returns is shared: nobody may change it
 */
export function remembering<Asked extends readonly unknown[], Value>(
  most: number,
  keyOf: (...asked: Asked) => string,
  work: (...asked: Asked) => Value,
): (...asked: Asked) => Value {
  const known = new Map<string, Readonly<{ value: Value }>>();
  return (...asked) => {
    const key = keyOf(...asked);
    const before = known.get(key);
    if (before !== undefined) return before.value;
    const value = work(...asked);
    if (known.size >= most) known.clear();
    known.set(key, { value });
    return value;
  };
}
