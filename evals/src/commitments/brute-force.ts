/** What a purchase costs a step on average, worked out step by step: the definition, with no curve in between. */
export function costStepByStep(
  loads: Float64Array,
  terms: Readonly<{ capacity: number; price: number }>,
  units: number,
): number {
  let overflow = 0;
  for (const load of loads) overflow += Math.max(0, load - units * terms.capacity);
  return units * terms.price + overflow / loads.length;
}

/** The cheapest of every number of units up to one that absorbs the peak. */
export function bruteForce(
  loads: Float64Array,
  terms: Readonly<{ capacity: number; price: number; minimum: number; increment: number }>,
): Readonly<{ units: number; cost: number }> {
  const peak = loads.reduce((most, load) => Math.max(most, load), 0);
  let best = { units: 0, cost: costStepByStep(loads, terms, 0) };
  for (
    let units = terms.minimum;
    (units - terms.increment) * terms.capacity <= peak;
    units += terms.increment
  ) {
    const cost = costStepByStep(loads, terms, units);
    if (cost < best.cost) best = { units, cost };
  }
  return best;
}
