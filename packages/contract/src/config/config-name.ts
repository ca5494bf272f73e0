import { z } from "zod";

/** What the operator calls a thing of the configuration; it stands in addresses, labels and file names. */
export const configName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, "expected lower-case letters, digits, - and _");
