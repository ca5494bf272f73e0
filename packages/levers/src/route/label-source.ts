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

export const isUndecided = ({ by }: Labelled): boolean => by.kind === "undecided";

/**
 * Which of a scope's labels, from old to new, a certificate rests on, by their places. Were those left out of which nobody could
 * tell, the rest would look better than all are, as answers that agree are told more easily than others: so an undecided one is
 * in it, as a call on which the cheaper models were worth nothing.
 *
 * - Not people's: of a call they know one model's answer, and what is promised is held against another's.
 * - Where a judge is refused, nothing from before its newest label: what form said beside it is of the other calls alone. That
 *   label itself stays, undecided, since calls that it was asked about go on.
 */
export function certifyingPlaces(
  labels: readonly Labelled[],
  refusedJudges: ReadonlySet<string>,
): readonly Readonly<{ place: number; isDecided: boolean }>[] {
  const isRefused = ({ by }: Labelled): boolean =>
    (by.kind === "judge" || by.kind === "undecided") &&
    by.judge !== undefined &&
    refusedJudges.has(by.judge);
  const from = Math.max(0, labels.findLastIndex(isRefused));
  return labels.slice(from).flatMap((label, index) => {
    if (label.by.kind === "people") return [];
    return [{ place: from + index, isDecided: !isUndecided(label) && !isRefused(label) }];
  });
}

/**
 * Forgets the oldest labels. Undecided ones take no room from the others, up to as many; what goes is the oldest of all, so that
 * what stays of either kind is of the same time.
 */
export function keepNewest(labels: Labelled[], memory: number): void {
  let decided = labels.filter((label) => !isUndecided(label)).length;
  while (decided > memory || labels.length > 2 * memory) {
    const oldest = labels.shift();
    if (oldest !== undefined && !isUndecided(oldest)) decided -= 1;
  }
}
