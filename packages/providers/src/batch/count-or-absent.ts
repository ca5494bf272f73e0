/** A count where the provider states one; nothing where it does not, which is not 0. */
export const countOrAbsent = <Name extends string>(
  name: Name,
  value: unknown,
): Partial<Record<Name, number>> =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0
    ? ({ [name]: value } as Record<Name, number>)
    : {};
