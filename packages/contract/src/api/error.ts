import { z } from "zod";
import { errorCatalogue } from "../errors.ts";

/** How a management request fails. */
export const apiErrorSchema = z.object({
  error: z.object({
    code: z.enum(Object.keys(errorCatalogue) as [string, ...string[]]),
    message: z.string(),
    mend: z.string(),
  }),
});
export type ApiError = z.infer<typeof apiErrorSchema>;
