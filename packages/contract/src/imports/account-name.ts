import { z } from "zod";

/**
 * Whose a bill is, in the operator's words: an organisation's name or id. It stands in statements' names, whose
 * accounts have no slashes, and is never taken for the mark of simulated bills.
 */
export const accountName = z
  .string()
  .regex(
    /^(?!simulated(?::|$))[^\s/](?:[^\r\n\t/]{0,98}[^\s/])?$/,
    "expected an account's name or id: up to 100 signs, no slashes",
  );
