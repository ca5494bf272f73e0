import { z } from "zod";
import { priceScopes } from "../price-record.ts";

/** What names of the operator's own stand for: deployments, inference profiles, endpoints, fine-tunes. */
export const priceNamesSchema = z.record(
  z.string().min(1),
  z.union([
    z
      .string()
      .min(1)
      .transform((model) => ({ model })),
    z.strictObject({
      model: z.string().min(1),
      scope: z.enum(priceScopes).optional(),
      place: z.string().min(1).optional().meta({
        description: "A geography where the scope is geo, a region where it is in_region.",
      }),
    }),
  ]),
);
