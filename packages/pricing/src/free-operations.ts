import type { Operation } from "@headgate/contract";

/**
 * Anthropic's documentation calls token counting free to use (quoted at
 * https://pkg.go.dev/github.com/rollwagen/ilconte, read 2026-11-28); no provider lists a price for
 * listing models.
 */
const freeOperations: Readonly<Partial<Record<Operation, string>>> = {
  count_tokens: "counting tokens is not billed",
  list_models: "listing models is not billed",
};

/** Why an operation is not billed; undefined for one that is. */
export const whyFree = (operation: Operation): string | undefined => freeOperations[operation];
