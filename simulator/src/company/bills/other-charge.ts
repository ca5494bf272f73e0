import type { endpoints } from "../features.ts";

/** A line of a bill that no call explains. */
export type OtherCharge = Readonly<{ day: string; picodollars: bigint }> &
  (
    | Readonly<{ kind: "credit" | "tax" }>
    | Readonly<{ kind: "accelerator"; endpoint: (typeof endpoints)[number] }>
  );

/** Whole hours that all instances of an endpoint run in a day. */
export const endpointHours = (endpoint: (typeof endpoints)[number]): number =>
  endpoint.instances * 24;
