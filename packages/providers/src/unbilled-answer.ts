import type { JsonFormat } from "./json-meter.ts";

/** Answers that bill nothing and state no usage: lists of models, counted tokens. */
export const unbilledAnswer: JsonFormat = {
  members: new Set(["error"]),
  anyJson: true,
  readUsage: () => undefined,
  serviceTier: () => undefined,
};
