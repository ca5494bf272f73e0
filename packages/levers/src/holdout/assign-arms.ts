import type { Attribution, ExperimentPlace, HeldOutLever, Operation } from "@headgate/contract";
import type { LeversOfPolicy } from "../policy-for.ts";
import { experimentsOf, type PolicyExperiment } from "./experiments-of.ts";
import { lotOf } from "./lot.ts";
import { withoutLevers } from "./without-levers.ts";

/** Whose lot a call shares: its session, else its end user; else it stands alone. */
export type AssignedCall = Readonly<{
  id: string;
  keyId: string;
  attribution: Pick<Attribution, "session" | "user">;
  operation: Operation;
}>;

/** How a call goes on once its lots are drawn. */
export type Assignment = Readonly<{
  /** The policy without the levers that the call is held out of; the very same where it is held out of none. */
  policy: LeversOfPolicy;
  places: readonly ExperimentPlace[];
}>;

/** Policies without levers, by policy and by which: made once. */
const derived = new WeakMap<LeversOfPolicy, Map<string, LeversOfPolicy>>();

/**
 * Draws a call's arm in each experiment of its policy.
 *
 * @returns undefined where its policy holds nothing out that could act on it
 */
export function assignArms(policy: LeversOfPolicy, call: AssignedCall): Assignment | undefined {
  if (policy.holdout === undefined) return undefined;
  const experiments = experimentsOf(policy).filter((one) => isAbout(one, call.operation));
  if (experiments.length === 0) return undefined;
  const unit = unitOf(call);
  const places: ExperimentPlace[] = [];
  const heldOut = new Set<HeldOutLever>();
  for (const { name, share, levers, treated, heldOut: without } of experiments) {
    const isHeldOut = lotOf(name, unit) < share;
    places.push(isHeldOut ? without : treated);
    if (isHeldOut) for (const lever of levers) heldOut.add(lever);
  }
  return { policy: heldOut.size === 0 ? policy : derivedOf(policy, [...heldOut]), places };
}

/** Whether one of these places holds a call out of a lever. */
export const isHeldOutOf = (
  places: readonly ExperimentPlace[] | undefined,
  lever: HeldOutLever,
): boolean =>
  places?.some(
    (place) => place.arm === "held_out" && (place.lever === undefined || place.lever === lever),
  ) ?? false;

/** Embeddings are answered by caches or not at all; what else is no chat is touched by no lever. */
function isAbout({ levers }: PolicyExperiment, operation: Operation): boolean {
  if (operation === "chat") return true;
  return operation === "embeddings" && levers.includes("exact-cache");
}

function unitOf({ id, keyId, attribution: { session, user } }: AssignedCall): string {
  if (session !== undefined) return `session\n${keyId}\n${session}`;
  return user === undefined ? `call\n${id}` : `user\n${keyId}\n${user}`;
}

function derivedOf(policy: LeversOfPolicy, levers: readonly HeldOutLever[]): LeversOfPolicy {
  let ofPolicy = derived.get(policy);
  if (ofPolicy === undefined) {
    ofPolicy = new Map();
    derived.set(policy, ofPolicy);
  }
  const key = levers.join();
  const before = ofPolicy.get(key);
  if (before !== undefined) return before;
  const without = withoutLevers(policy, levers);
  ofPolicy.set(key, without);
  return without;
}
