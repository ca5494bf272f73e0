import { inTime, TooLate } from "../in-time.ts";

/** What a look at an engine found. `sinceMs`: when the first question was asked that it did not answer. */
export type Look<Answer> =
  | Readonly<{ answers: true; answer: Answer }>
  | Readonly<{ answers: false; sinceMs: number; problem: string }>;

/** One engine that others rest on, asked so that nobody waits for it longer than they can. */
interface WatchedEngine<Answer> {
  /** Asks it, and waits for at most `withinMs`. Never throws: what goes wrong is what was found. */
  look(withinMs: number): Promise<Look<Answer>>;
}

type Question<Answer> = Readonly<{
  askedAtMs: number;
  /** When by the clock that never jumps. */
  steadyMs: number;
  answer: Promise<Answer>;
}>;

/** A question that hangs is given up after this time for the next look: each holds a connection of few. */
const ASKED_AGAIN_AFTER_MS = 15_000;

/**
 * Asks `ask` at each look. While a question is late no other is asked, and a look waits for it no longer than for one of its own;
 * with whatever answer comes the engine counts as answering again.
 *
 * @param nowMs the clock that `sinceMs` is told by
 */
export function watchEngine<Answer>({
  ask,
  nowMs,
}: Readonly<{ ask: () => Promise<Answer>; nowMs: () => number }>): WatchedEngine<Answer> {
  let late: Question<Answer> | undefined;
  let sinceMs: number | undefined;

  const askNow = (): Question<Answer> => ({
    askedAtMs: nowMs(),
    steadyMs: performance.now(),
    answer: ask(),
  });
  const age = ({ steadyMs }: Question<Answer>): number => performance.now() - steadyMs;
  const lateOne = (): Question<Answer> | undefined =>
    late !== undefined && age(late) < ASKED_AGAIN_AFTER_MS ? late : undefined;
  /** How a late question ends is told by the next look. */
  const keepLate = (question: Question<Answer>): void => {
    if (late === question) return;
    late = question;
    const over = (): void => {
      if (late === question) late = undefined;
    };
    question.answer.then(over, over);
  };

  return {
    async look(withinMs) {
      const question = lateOne() ?? askNow();
      try {
        const answer = await inTime(question.answer, Math.max(0, withinMs - age(question)));
        sinceMs = undefined;
        return { answers: true, answer };
      } catch (error) {
        if (error instanceof TooLate) keepLate(question);
        sinceMs ??= question.askedAtMs;
        return {
          ...{ answers: false, sinceMs },
          problem: error instanceof TooLate ? tooLate(age(question)) : messageOf(error),
        };
      }
    },
  };
}

const tooLate = (ageMs: number): string =>
  `it has not answered a question for ${Math.max(1, Math.round(ageMs / 1_000))} s`;

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
