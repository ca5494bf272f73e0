import { z } from "zod";
import { DEADLINE_LENGTH, deadlineLengthMs, MOST_DEADLINE_MS } from "../deadline.ts";

/** Which calls may wait for their answer, so that a provider's batch API can give it for less. */
export const deferralSchema = z.strictObject({
  when: z.enum(["never", "asked", "always"]).default("asked").meta({
    description:
      "asked: calls that name a deadline (x-headgate-deadline); always: those, and all others that a batch can carry, with the deadline below; never: no call, and one that names a deadline is refused unless it waits.",
  }),
  deadline: z
    .string()
    .regex(DEADLINE_LENGTH, "expected a length of time such as 30m, 24h or 2d")
    .refine((text) => {
      const length = deadlineLengthMs(text);
      return length !== undefined && length >= 60_000 && length <= MOST_DEADLINE_MS;
    }, "expected from 1m to 7d")
    .default("24h")
    .meta({ description: "When the answer is wanted where the call does not say, from 1m to 7d." }),
});
export type DeferralPolicy = z.infer<typeof deferralSchema>;
