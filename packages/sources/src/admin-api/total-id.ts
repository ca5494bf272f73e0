import { hash } from "node:crypto";
import type { UsageTotalSource } from "@headgate/contract";

/** The id of a sum: what it is over, and its stretch of time. Loaded again it is the same. */
export function totalIdOf(
  source: UsageTotalSource,
  { startMs, endMs }: Readonly<{ startMs: number; endMs: number }>,
  dimensions: readonly unknown[],
): string {
  const over = hash("sha256", JSON.stringify(dimensions), "hex").slice(0, 32);
  return `${source}:${startMs}:${endMs}:${over}`;
}
