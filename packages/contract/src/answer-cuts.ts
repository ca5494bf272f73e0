/** Why an answer is not all that the model would have said, by a rule of the operator's: each with a sentence for people. */
export const answerCuts = {
  limit_reached: "The answer came to the limit that the policy set, and ends there.",
  stopped_complete: "The answer ran on behind its end; it was ended there.",
  stopped_repetition: "The answer was in a loop; it was ended there.",
  stopped_over_budget:
    "The answer had more tokens than a budget had set aside for it; it was ended there.",
} as const;
export type AnswerCut = keyof typeof answerCuts;
export const answerCutNames = Object.keys(answerCuts) as [AnswerCut, ...AnswerCut[]];
