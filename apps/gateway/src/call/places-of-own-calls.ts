import type { ExperimentPlace } from "@headgate/contract";
import type { Call } from "./call.ts";

/**
 * The places of what levers ask for a call: its own, since what they spend is spent in its arm. Nobody would have asked it
 * without the call, so it is in no experiment by itself.
 */
export const placesOfOwnCalls = ({
  id,
  effects,
}: Pick<Call, "id" | "effects">): readonly ExperimentPlace[] | undefined =>
  effects.experiments?.map((place) => ({ for_call: id, ...place }));
