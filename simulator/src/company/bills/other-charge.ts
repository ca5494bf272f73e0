import type { endpoints } from "../features.ts";

/**
 * What a line that no call explains is for. `unexplained` is usage of a model that is not named, in no quantity: of
 * it nobody can tell more.
 */
export type OtherKind = "accelerator" | "commitment" | "credit" | "support" | "tax" | "unexplained";

/** A line of a bill that no call explains. */
export type OtherCharge = Readonly<{ day: string; picodollars: bigint }> &
  (
    | Readonly<{ kind: Exclude<OtherKind, "accelerator"> }>
    | Readonly<{ kind: "accelerator"; endpoint: (typeof endpoints)[number] }>
  );

/** Whole hours that all instances of an endpoint run in a day. */
export const endpointHours = (endpoint: (typeof endpoints)[number]): number =>
  endpoint.instances * 24;
