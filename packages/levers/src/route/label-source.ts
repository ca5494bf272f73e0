/** Who or what said what a model was worth on a call. */
export type LabelSource =
  /** The form of two answers: the same words, the same JSON. */
  | Readonly<{ kind: "form" }>
  | Readonly<{ kind: "judge"; judge: string }>
  /** People, by the key of their call. They speak of the one answer that they got. */
  | Readonly<{ kind: "people"; key: string }>;

/**
 * Whether labels of a source may certify. People's may not: of a call they know one model's answer, and what is promised is held
 * against another's. A judge's may not while it disagrees with people.
 */
export const maySpeakFor = (by: LabelSource, refusedJudges: ReadonlySet<string>): boolean =>
  by.kind === "form" || (by.kind === "judge" && !refusedJudges.has(by.judge));
