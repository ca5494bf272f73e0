import { apiErrorSchema } from "@headgate/contract";
import type { z } from "@hono/zod-openapi";

const errorSchema = apiErrorSchema.meta({ id: "ApiError" });

/** The one shape in which everything fails. */
export const failure = {
  description: "The request failed; the code is one of the error catalogue.",
  content: { "application/json": { schema: errorSchema } },
} as const;

/** The answers of a route: what it gives, and how it fails. */
export const answers = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: { "application/json": { schema } } },
  default: failure,
});

/** A JSON body that must be there. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { "application/json": { schema } },
});
