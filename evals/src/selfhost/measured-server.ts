import type { Deployment } from "@headgate/planner";

/** A server that somebody measured: its deployment, its load and what it did. */
export type MeasuredServer = Readonly<{
  model: string;
  kind: "dense" | "experts";
  accelerator: string;
  /** Serving software with its version. */
  software: string;
  deployment: Deployment;
  promptTokens: number;
  answerTokens: number;
  /** Answers under way, all the time. */
  answers: number;
  /** Tokens of answers a second, all answers together. */
  tokensPerSecond: number;
  millisecondsPerToken: number;
}>;
