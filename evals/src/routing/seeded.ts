import { createRandom } from "@headgate/simulator";

/** The elements in an order that a seed determines. */
export function shuffled<One>(elements: readonly One[], seed: number): One[] {
  const random = createRandom(seed);
  return elements
    .map((element) => ({ element, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ element }) => element);
}

/** Two halves of rows in an order that a seed determines; rows with one prompt are in the same half. */
export function halves<Row extends Readonly<{ prompt: string }>>(
  rows: readonly Row[],
  seed: number,
): Readonly<{ train: readonly Row[]; test: readonly Row[] }> {
  const order = shuffled([...new Set(rows.map(({ prompt }) => prompt))], seed);
  const train = new Set(order.slice(0, order.length / 2));
  const mixed = shuffled(rows, seed + 1_000_003);
  return {
    train: mixed.filter(({ prompt }) => train.has(prompt)),
    test: mixed.filter(({ prompt }) => !train.has(prompt)),
  };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value / values.length, 0);

/** Mean ± standard deviation, with so many digits. */
export function meanAndSpread(values: readonly number[], digits = 3): string {
  const middle = mean(values);
  if (values.length < 2) return middle.toFixed(digits);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return `${middle.toFixed(digits)} ± ${Math.sqrt(squares / (values.length - 1)).toFixed(digits)}`;
}
