import { labelCells } from "./quality-table.ts";

/** What was seen of a model on calls on which the reference was judged too. Nothing of it fades. */
export type TrialCount = Readonly<{
  tried: number;
  qualities: number;
  /** The sum of the reference's qualities on the same calls. */
  referenceQualities: number;
  /** Calls beside these on which it was to be compared, and nobody could: those that are remembered. */
  undecided: number;
}>;

/** By fingerprint: the three counts of each model in turn. Plain data. */
export type TrialTable = Map<string, Float64Array>;

const COUNTS = 3;
export const noTrial: TrialCount = {
  ...{ tried: 0, qualities: 0, referenceQualities: 0, undecided: 0 },
};

export const addTrials = (one: TrialCount, other: TrialCount): TrialCount => ({
  tried: one.tried + other.tried,
  qualities: one.qualities + other.qualities,
  referenceQualities: one.referenceQualities + other.referenceQualities,
  undecided: one.undecided + other.undecided,
});

/** Takes note of a judged call (NaN: not tried); without the reference's quality it is no trial. */
export function noteTrial(table: TrialTable, fingerprint: string, qualities: Float64Array): void {
  const [reference = Number.NaN] = qualities;
  if (Number.isNaN(reference)) return;
  const counts = labelCells(table, fingerprint, COUNTS * qualities.length);
  for (const [model, quality] of qualities.entries()) {
    if (Number.isNaN(quality)) continue;
    for (const [place, more] of [1, quality, reference].entries()) {
      counts[COUNTS * model + place] = (counts[COUNTS * model + place] as number) + more;
    }
  }
}

/** How often nobody could say what models were worth, by fingerprint and by their places. */
export type UndecidedTrials = ReadonlyMap<string, Float64Array>;

export function undecidedTrials(
  undecided: readonly Readonly<{ fingerprint: string; qualities: Float64Array }>[],
): UndecidedTrials {
  const counts = new Map<string, Float64Array>();
  for (const { fingerprint, qualities } of undecided) {
    const before = counts.get(fingerprint);
    counts.set(
      fingerprint,
      qualities.map((quality, model) => (before?.[model] ?? 0) + (Number.isNaN(quality) ? 0 : 1)),
    );
  }
  return counts;
}

/** What was seen of a model by its place in the pool. */
export function trialOf(
  { table, undecided: all }: Readonly<{ table: TrialTable; undecided: UndecidedTrials }>,
  fingerprint: string,
  model: number,
): TrialCount {
  const undecided = all.get(fingerprint)?.[model] ?? 0;
  const counts = table.get(fingerprint)?.subarray(COUNTS * model, COUNTS * (model + 1));
  const [tried, qualities, referenceQualities] = counts ?? [];
  if (tried === undefined || qualities === undefined || referenceQualities === undefined) {
    return { ...noTrial, undecided };
  }
  return { tried, qualities, referenceQualities, undecided };
}
