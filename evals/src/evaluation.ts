import type { BenchResult } from "@headgate/bench/result";

/** What an evaluation found; the runner adds date, commit and machine. */
export type Evaluation = Pick<BenchResult, "figures" | "targets">;

/** Input that is not what an evaluation takes: the message names the place and what is expected there. */
export class EvaluationInputError extends Error {
  override readonly name = "EvaluationInputError";
}
