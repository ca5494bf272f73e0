import { hash } from "node:crypto";

/** Whether a call is one of the share that is sampled: decided by its id alone, so that a repeated look tells the same. */
export const isSampled = (callId: string, share: number): boolean =>
  hash("sha256", `sampled ${callId}`, "buffer").readUInt32BE(0) / 2 ** 32 < share;
