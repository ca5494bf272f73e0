import { z } from "zod";

/** What is kept of calls so that changes can be simulated on them. */
export const historySchema = z
  .strictObject({
    request_facts: z.boolean().default(true).meta({
      description:
        "Whether rows of calls keep salted digests, sizes and settings of their requests, no text: what proposals are simulated from. Without them little can be proposed.",
    }),
  })
  .prefault({});
