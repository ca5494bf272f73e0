/**
 * Demand as a commitment meets it: how much of each step's load lies above a capacity, and what that would cost on
 * demand. Built once from a trace, asked in logarithmic time: exact for any capacity, no histogram stands between.
 *
 * Loads are in the unit that the commitment absorbs (tokens or microdollars a step), values in microdollars a step.
 */
export type LoadCurve = Readonly<{
  steps: number;
  /** Sums over all steps. */
  load: number;
  value: number;
  /** What no capacity can absorb: steps with a value and no load, such as prompts read from a cache whole. */
  unabsorbable: number;
  peak: number;
  /** Ascending. */
  loads: Float64Array;
  /** From each place of `loads` to the end: value per unit of load, and value. */
  ratesAbove: Float64Array;
  valuesAbove: Float64Array;
  /** Before each place: load. */
  loadsBelow: Float64Array;
}>;

/**
 * @param loads what each step asks for; @param values what that costs on demand, step by step alike
 * @throws RangeError when the two differ in length, or one is negative or no number
 */
export function loadCurve(loads: Float64Array, values: Float64Array): LoadCurve {
  const steps = loads.length;
  if (values.length !== steps) throw new RangeError(`${steps} loads have ${values.length} values`);
  const order = new Uint32Array(steps);
  for (let step = 0; step < steps; step += 1) {
    const load = loads[step] as number;
    const value = values[step] as number;
    if (!(load >= 0 && value >= 0)) {
      throw new RangeError(`step ${step} has the load ${load} and the value ${value}`);
    }
    order[step] = step;
  }
  order.sort((one, other) => (loads[one] as number) - (loads[other] as number));
  const sorted = new Float64Array(steps);
  const loadsBelow = new Float64Array(steps + 1);
  for (let place = 0; place < steps; place += 1) {
    const load = loads[order[place] as number] as number;
    sorted[place] = load;
    loadsBelow[place + 1] = (loadsBelow[place] as number) + load;
  }
  const ratesAbove = new Float64Array(steps + 1);
  const valuesAbove = new Float64Array(steps + 1);
  let unabsorbable = 0;
  for (let place = steps - 1; place >= 0; place -= 1) {
    const load = sorted[place] as number;
    const value = values[order[place] as number] as number;
    if (load === 0) unabsorbable += value;
    ratesAbove[place] = (ratesAbove[place + 1] as number) + (load === 0 ? 0 : value / load);
    valuesAbove[place] = (valuesAbove[place + 1] as number) + (load === 0 ? 0 : value);
  }
  return {
    steps,
    load: loadsBelow[steps] as number,
    value: (valuesAbove[0] as number) + unabsorbable,
    unabsorbable,
    peak: steps === 0 ? 0 : (sorted[steps - 1] as number),
    loads: sorted,
    ratesAbove,
    valuesAbove,
    loadsBelow,
  };
}

/** The first place whose load is above a capacity. */
function placeAbove({ loads, steps }: LoadCurve, capacity: number): number {
  let low = 0;
  let high = steps;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((loads[middle] as number) > capacity) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What the load above a capacity costs on demand, summed over all steps; what cannot be absorbed among it. */
export function overflowValue(curve: LoadCurve, capacity: number): number {
  const place = placeAbove(curve, capacity);
  const above =
    (curve.valuesAbove[place] as number) - capacity * (curve.ratesAbove[place] as number);
  return Math.max(0, above) + curve.unabsorbable;
}

/** By how much {@link overflowValue} changes with a unit of capacity, to its right. */
export function overflowSlope(curve: LoadCurve, capacity: number): number {
  const rates = curve.ratesAbove[placeAbove(curve, capacity)] as number;
  return rates === 0 ? 0 : -rates;
}

/** How much load a capacity absorbs, summed over all steps: Σ min(load, capacity). */
export function absorbedLoad(curve: LoadCurve, capacity: number): number {
  const place = placeAbove(curve, capacity);
  return (curve.loadsBelow[place] as number) + capacity * (curve.steps - place);
}

/** The load that so many of all steps do not exceed; 0.95 is the one that capacity is often bought for. */
export function loadQuantile({ loads, steps }: LoadCurve, share: number): number {
  if (steps === 0) return 0;
  return loads[Math.min(steps - 1, Math.max(0, Math.ceil(share * steps) - 1))] as number;
}
