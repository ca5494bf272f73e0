/** What was measured of one device or endpoint in one hour; the ledger's answer, or what a user entered. */
export type MeasuredHour = Readonly<{
  hourMs: number;
  resource: string;
  measure: string;
  mean: number;
  peak: number;
  sum: number;
  isUpperBound: boolean;
}>;

const HOUR_MS = 3_600_000;

/** What says how busy a machine was, the most telling first. */
export type ActivityBasis = "sm_active" | "utilisation" | "upper_bound" | "cpu" | "entered";

/** A machine's load hour by hour. Shares of all its devices, 0 to 1; NaN where an hour was not measured. */
export type MachineLoad = Readonly<{
  /** Milliseconds since the epoch of the first hour's begin. */
  fromMs: number;
  activity: Float64Array;
  basis: ActivityBasis;
  /** How much its memory moved and its matrix units worked, where that was measured. */
  memoryActivity: Float64Array | null;
  tensorActivity: Float64Array | null;
  /** Calls of an endpoint; an hour without a count is not known. */
  invocations: Float64Array | null;
  /** The most of its memory that was held at once, as a share; held is not used. */
  memoryHeld: number | null;
}>;

export type LoadRange = Readonly<{ fromMs: number; toMs: number }>;

/**
 * Joins a machine's measurements into hours. How many processors had work says more than whether any kernel ran, so
 * it is preferred where at least as many hours have it. Null where nothing says how busy it was.
 */
export function machineLoad(
  measured: readonly MeasuredHour[],
  range: LoadRange,
): MachineLoad | null {
  const first = Math.ceil(range.fromMs / HOUR_MS) * HOUR_MS;
  const count = Math.floor((range.toMs - first) / HOUR_MS);
  if (count <= 0) return null;
  const series = (measure: string, of: (hour: MeasuredHour) => number = (hour) => hour.mean) =>
    hourly(
      measured.filter((hour) => hour.measure === measure),
      { first, count, of },
    );
  const sm = series("accelerator_sm_active");
  const ran = series("accelerator_utilisation");
  const cpu = series("cpu_utilisation");
  const chosen = chooseActivity({ sm, ran, cpu });
  if (chosen === null) return null;
  const isBound = measured.some(
    (hour) => hour.measure === "accelerator_utilisation" && hour.isUpperBound,
  );
  return {
    fromMs: first,
    activity: chosen.hours,
    basis: chosen.basis === "utilisation" && isBound ? "upper_bound" : chosen.basis,
    memoryActivity: series("accelerator_memory_active"),
    tensorActivity: series("accelerator_tensor_active"),
    invocations: hourly(
      measured.filter((hour) => hour.measure === "invocations"),
      { first, count, of: (hour) => hour.sum, join: "sum" },
    ),
    memoryHeld: heldShare(measured),
  };
}

function chooseActivity(
  found: Readonly<Record<"sm" | "ran" | "cpu", Float64Array | null>>,
): Readonly<{ hours: Float64Array; basis: ActivityBasis }> | null {
  const { sm, ran, cpu } = found;
  if (sm !== null && (ran === null || knownHours(sm) >= knownHours(ran)))
    return { hours: sm, basis: "sm_active" };
  if (ran !== null) return { hours: ran, basis: "utilisation" };
  return cpu === null ? null : { hours: cpu, basis: "cpu" };
}

/** A load as its owner entered it, in percent. */
export const enteredLoad = (fromMs: number, percents: readonly number[]): MachineLoad => ({
  fromMs: Math.floor(fromMs / HOUR_MS) * HOUR_MS,
  activity: Float64Array.from(percents, (value) => value / 100),
  basis: "entered",
  memoryActivity: null,
  tensorActivity: null,
  invocations: null,
  memoryHeld: null,
});

/** Each hour's mean (or sum) over the devices that were measured in it; null where no hour was. */
function hourly(
  hours: readonly MeasuredHour[],
  {
    first,
    count,
    of,
    join = "mean",
  }: Readonly<{
    first: number;
    count: number;
    of: (hour: MeasuredHour) => number;
    join?: "mean" | "sum";
  }>,
): Float64Array | null {
  const sums = new Float64Array(count);
  const devices = new Float64Array(count);
  for (const hour of hours) {
    const index = (hour.hourMs - first) / HOUR_MS;
    if (index < 0 || index >= count || !Number.isInteger(index)) continue;
    sums[index] = (sums[index] as number) + of(hour);
    devices[index] = (devices[index] as number) + 1;
  }
  if (devices.every((known) => known === 0)) return null;
  return sums.map((sum, index) => {
    const known = devices[index] as number;
    if (known === 0) return Number.NaN;
    return join === "sum" ? sum : sum / known;
  });
}

/** The most that any device held of its memory; null where one of the two was not measured. */
function heldShare(measured: readonly MeasuredHour[]): number | null {
  const peaks = (measure: string): Map<string, number> => {
    const most = new Map<string, number>();
    for (const hour of measured) {
      if (hour.measure !== measure) continue;
      most.set(hour.resource, Math.max(hour.peak, most.get(hour.resource) ?? hour.peak));
    }
    return most;
  };
  const totals = peaks("accelerator_memory_total_bytes");
  let held: number | null = null;
  for (const [resource, used] of peaks("accelerator_memory_used_bytes")) {
    const total = totals.get(resource);
    if (total === undefined || total <= 0) continue;
    held = Math.max(held ?? 0, Math.min(1, used / total));
  }
  return held;
}

const knownHours = (hours: Float64Array): number =>
  hours.reduce((known, value) => (Number.isNaN(value) ? known : known + 1), 0);

/** The mean and the hour that a share of the known hours are below; null where none is known. */
export function loadSummary(
  hours: Float64Array,
  below = 0.99,
): Readonly<{ mean: number; busyHour: number; known: number }> | null {
  const known = hours.filter((value) => !Number.isNaN(value)).sort();
  if (known.length === 0) return null;
  const index = Math.min(known.length - 1, Math.ceil(known.length * below) - 1);
  return {
    mean: known.reduce((sum, value) => sum + value, 0) / known.length,
    busyHour: known[Math.max(0, index)] as number,
    known: known.length,
  };
}
