import { z } from "zod";

/**
 * Answers of cheaper models that clients got out of a batch, as control looked at them: POST `/served` below the path that
 * the gateway answers of routing.
 */
export const servedAnswersSchema = z.strictObject({
  answers: z
    .array(
      z.strictObject({
        /** What the model was chosen from, as the gateway named it, and for which task. */
        pool: z.string(),
        fingerprint: z.string(),
        model: z.string(),
        /** The checks that the answer failed. */
        failed: z.array(z.string()).readonly(),
      }),
    )
    .readonly(),
});
export type ServedAnswer = z.infer<typeof servedAnswersSchema>["answers"][number];
