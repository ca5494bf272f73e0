import type { NoPlan } from "@headgate/contract";

export type NoPlanReason = NoPlan["reasons"][number];

export const noPlan = (...reasons: readonly NoPlanReason[]): NoPlan => ({
  kind: "no_plan",
  reasons: [...reasons],
});

/** An input or a price that a plan cannot do without. */
export const missing = (place: string, text: string, mend: string): NoPlanReason => ({
  why: "missing",
  place,
  text,
  mend,
});

export const contradiction = (place: string, text: string, mend: string): NoPlanReason => ({
  why: "contradiction",
  place,
  text,
  mend,
});
