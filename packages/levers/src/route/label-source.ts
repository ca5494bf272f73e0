/** Who or what said what a model was worth on a call. */
export type LabelSource =
  /** The form of two answers: the same words, the same JSON. */
  | Readonly<{ kind: "form" }>
  | Readonly<{ kind: "judge"; judge: string }>
  /** Nobody could: the form of the reference's answer does not tell, and no judge did. `judge` is the one that should have. */
  | Readonly<{ kind: "undecided"; judge: string | undefined }>
  /** People, by the key of their call. They speak of the one answer that they got. */
  | Readonly<{ kind: "people"; key: string }>;

type Labelled = Readonly<{ by: LabelSource }>;

type OfTask = Readonly<{ fingerprint?: string | undefined }>;

export const isUndecided = ({ by }: Labelled): boolean => by.kind === "undecided";

/**
 * Which of a scope's labels, from old to new, a certificate rests on, by their places. Were those left out of which nobody could
 * tell, the rest would look better than all are, as answers that agree are told more easily than others: so an undecided one is
 * in it, as a call on which the cheaper models were worth nothing.
 *
 * - Not people's: of a call they know one model's answer, and what is promised is held against another's.
 * - Where a judge is refused, nothing from before the newest label that it gave: what form said beside it is of the other calls
 *   alone. That label itself stays, undecided, since calls that it was asked about go on. Those that it is asked about later
 *   move the cut no further, or nothing could be certified beside it ever again; they do once another judge is asked, since zeros
 *   for all of them would hold that one up.
 */
export function certifyingPlaces(
  labels: readonly Labelled[],
  refusedJudges: ReadonlySet<string>,
): readonly Readonly<{ place: number; isDecided: boolean }>[] {
  const isRefused = (label: Labelled): boolean => {
    const judge = judgeOf(label);
    return judge !== undefined && refusedJudges.has(judge);
  };
  const asked = labels.map(judgeOf).findLast((judge) => judge !== undefined);
  const cut = labels.findLastIndex(
    (label) => isRefused(label) && (!isUndecided(label) || judgeOf(label) !== asked),
  );
  const from = Math.max(0, cut);
  return labels.slice(from).flatMap((label, index) => {
    if (label.by.kind === "people") return [];
    return [{ place: from + index, isDecided: !isUndecided(label) && !isRefused(label) }];
  });
}

/** The judge that said it, or should have; undefined where that was nobody's. */
const judgeOf = ({ by }: Labelled): string | undefined =>
  by.kind === "judge" || by.kind === "undecided" ? by.judge : undefined;

/**
 * Forgets the oldest labels. Undecided ones take no room from the others, up to as many. Beyond that the task goes back that has
 * most of them: one that nobody can judge takes nothing from the others. What goes is its oldest label of either kind, so that
 * what stays of both is of the same time, and no share of undecided ones gets smaller by forgetting.
 * @returns what was forgotten, from old to new by task
 */
export function keepNewest<Label extends Labelled & OfTask>(
  labels: Label[],
  memory: number,
): readonly Label[] {
  const forgotten: Label[] = [];
  let decided = labels.filter((label) => !isUndecided(label)).length;
  while (decided > memory || labels.length > 2 * memory) {
    const task = decided > memory ? undefined : mostUndecided(labels);
    const place = task === undefined ? 0 : labels.findIndex((label) => taskOf(label) === task);
    const [oldest] = labels.splice(place, 1);
    if (oldest === undefined) break;
    forgotten.push(oldest);
    if (!isUndecided(oldest)) decided -= 1;
  }
  return forgotten;
}

/** The task with most undecided labels; the one that was met first of several. */
function mostUndecided(labels: readonly (Labelled & OfTask)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const label of labels.filter(isUndecided)) {
    counts.set(taskOf(label), (counts.get(taskOf(label)) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
}

/** Calls without a fingerprint are of one task. */
export const taskOf = ({ fingerprint = "" }: OfTask): string => fingerprint;
