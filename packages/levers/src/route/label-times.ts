type Timed = Readonly<{ atMs?: number | undefined }>;

/** No certificate rests on labels that are so much older than its newest: one label a month would else renew it for years. */
const OLDEST_MS = 180 * 86_400_000;

/** Labels without those that are too old beside the newest of them; one that does not tell its time stays. */
export function withoutOutlived<One>(
  labels: readonly One[],
  timeOf: (label: One) => Timed,
): readonly One[] {
  const newest = newestOf(labels.map(timeOf));
  if (newest === undefined) return labels;
  return labels.filter((label) => {
    const { atMs } = timeOf(label);
    return atMs === undefined || newest - atMs <= OLDEST_MS;
  });
}

/** When the newest of labels came; undefined where none tells its time. */
export function newestOf(labels: readonly Timed[]): number | undefined {
  let newest: number | undefined;
  for (const { atMs } of labels) {
    if (atMs !== undefined && (newest === undefined || atMs > newest)) newest = atMs;
  }
  return newest;
}

/** Labels, those that do not tell their time as of the time that they were saved at: they are no newer. */
export const timedLabels = <Label extends Timed>(
  labels: readonly Label[],
  savedAtMs: number | undefined,
): Label[] =>
  labels.map((label) =>
    label.atMs === undefined && savedAtMs !== undefined ? { ...label, atMs: savedAtMs } : label,
  );

/** The same of what rests on labels. */
export const timedOf = <One extends Readonly<{ newestAtMs?: number | undefined }>>(
  one: One,
  savedAtMs: number | undefined,
): One => (one.newestAtMs === undefined ? { ...one, newestAtMs: savedAtMs } : one);
