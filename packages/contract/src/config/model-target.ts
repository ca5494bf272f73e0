import { z } from "zod";

/** `provider/model`: where a model name leads. */
export const modelTarget = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]*\/.+$/, "expected provider/model")
  .meta({ description: "provider/model" });
