/**
 * Makes rows that have these members from the beginning, all null. V8 makes room anew for each member that is added to an
 * object, and a row of a hundred that was grown takes it seven times as long as a copy of one that is there. The one that is
 * copied is made at once as well: one that members were added to by computed names is a dictionary, and so are its copies.
 */
export function blankRow<Value>(names: readonly string[]): () => Record<string, Value | null> {
  const blank = Object.fromEntries<Value | null>(names.map((name) => [name, null]));
  return () => ({ ...blank });
}
