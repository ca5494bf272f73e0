/** One value or several, as several; nothing is one absent value. */
export const listOf = <Value extends string | undefined>(
  value: Value | readonly NonNullable<Value>[],
): readonly Value[] => (typeof value === "object" ? (value as readonly Value[]) : [value as Value]);
