import type { LabelSource } from "./label-source.ts";

/** By the judge: how much too good it is known to take cheaper models' answers for, from 0 to 1. */
export type JudgeCorrections = ReadonlyMap<string, number>;

/**
 * What is taken off the worth of cheaper models on a call before a certificate is tested on it: what their judge is known to add on
 * average; 0 where no judge told of the call, or nothing is known of it. That is of the mean over a judge's labels, so that it is
 * taken off bad ones as off good ones, and a worth below 0 is right.
 */
export const correctionOf = (
  { by }: Readonly<{ by: LabelSource }>,
  corrections: JudgeCorrections | undefined,
): number => (by.kind === "judge" ? (corrections?.get(by.judge) ?? 0) : 0);
