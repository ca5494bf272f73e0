import {
  type ExperimentPlace,
  type HeldOutLever,
  type HeldOutPart,
  type Holdout,
  heldOutLevers,
  heldOutParts,
} from "@headgate/contract";
import type { LeversOfPolicy } from "../policy-for.ts";

/** One experiment of a policy: the places that it has for calls, and the levers that pass held-out ones over. */
export type PolicyExperiment = Readonly<{
  name: string;
  share: number;
  levers: readonly HeldOutLever[];
  treated: ExperimentPlace;
  heldOut: ExperimentPlace;
}>;

/** By policies of a configuration, which are the same for many calls. */
const known = new WeakMap<LeversOfPolicy, readonly PolicyExperiment[]>();

/** The experiments of a policy, in the order of its levers; none where nothing is held out. */
export function experimentsOf(policy: LeversOfPolicy): readonly PolicyExperiment[] {
  const before = known.get(policy);
  if (before !== undefined) return before;
  const { name, holdout } = policy;
  const experiments =
    name === undefined || holdout === undefined ? [] : experimentsFrom(name, holdout);
  known.set(policy, experiments);
  return experiments;
}

function experimentsFrom(policyName: string, holdout: Holdout): readonly PolicyExperiment[] {
  if (typeof holdout === "number") {
    return holdout === 0 ? [] : [experimentOf(policyName, holdout, undefined)];
  }
  return (Object.keys(heldOutParts) as HeldOutPart[]).flatMap((part) => {
    const share = holdout[part];
    if (share === undefined || share === 0) return [];
    const lever = heldOutParts[part];
    return [experimentOf(`${policyName}/${lever}`, share, lever)];
  });
}

function experimentOf(
  name: string,
  share: number,
  lever: HeldOutLever | undefined,
): PolicyExperiment {
  const place = { experiment: name, ...(lever !== undefined && { lever }), share };
  return {
    name,
    share,
    levers: lever === undefined ? heldOutLevers : [lever],
    treated: { ...place, arm: "treated" },
    heldOut: { ...place, arm: "held_out" },
  };
}
