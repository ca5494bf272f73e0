/** What became of the calls that were to be learned from. */
export type LabelTally = {
  /** Calls on which other models were to be compared. */
  sampled: number;
  /** Labels learned, one a model that was compared. */
  learned: number;
  /** Answers that neither their form nor a judge that is believed could compare. */
  notJudged: number;
  /** Calls whose answer of the reference could not be read: nothing can be held against it. */
  unreadable: number;
  /** Calls that found the queue full. */
  dropped: number;
  /** Requests of ours that failed. */
  failed: number;
  /** Judgings that were thrown away because the judge is not believed. */
  judgeNotBelieved: number;
};

export const newLabelTally = (): LabelTally => ({
  sampled: 0,
  learned: 0,
  notJudged: 0,
  unreadable: 0,
  dropped: 0,
  failed: 0,
  judgeNotBelieved: 0,
});
