import type { NoPlan } from "@headgate/contract";

type Reason = NoPlan["reasons"][number];

/** A reason why there is no plan. */
export const reason = (why: Reason["why"], place: string, text: string, mend: string): Reason => ({
  why,
  place,
  text,
  mend,
});
