/** A cell with a value, or none, of every dimension. */
export const withAllValues = <
  Cell extends Readonly<{ values: Readonly<Partial<Record<string, string | null>>> }>,
>(
  cell: Cell,
) => ({
  ...cell,
  values: Object.fromEntries(
    Object.entries(cell.values).map(([dimension, value]) => [dimension, value ?? null]),
  ),
});
