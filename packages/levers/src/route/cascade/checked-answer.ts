import type { AnswerView, AskedForm } from "@headgate/providers";

/** An answer with what it answers, as checks look at them. */
export type CheckedAnswer = Readonly<{
  /** What form was asked for; undefined where the request's is not known. */
  asked: AskedForm | undefined;
  /** What the user said last. */
  prompt: string;
  answer: AnswerView;
  /** How many characters answers to the same task have as a rule: the shortest twentieth is below. */
  usuallyAbove?: number;
}>;

/**
 * What one check finds wrong in an answer, from 0 (nothing) to 1; undefined where it does not apply. A check is free,
 * fast and bounded: a well-made wrong answer passes all of them.
 */
export type Check = (checked: CheckedAnswer) => number | undefined;
