import { type RatedAttempt, ratedAttemptSchema } from "@headgate/contract";
import { chargeToWire } from "../charge-to-wire.ts";
import type { PriceBook } from "../price-book.ts";
import { rateUsage } from "../rate-usage.ts";

/** An attempt at Acme's model `one`, charged as a book has it, or as `about` says. */
export function ratedAttempt(book: PriceBook, about: Partial<RatedAttempt> = {}): RatedAttempt {
  const attempt = {
    row_id: "call-1:0",
    started_at_ms: Date.parse("2026-06-01T12:00:00Z"),
    source: "gateway" as const,
    simulated: false,
    operation: "chat" as const,
    provider: "acme",
    request_model: "one",
    usage_origin: "provider" as const,
    usage: { input: 1_000, output: 100 },
    ...about,
  };
  const charge = chargeToWire(
    rateUsage(book, {
      provider: "acme",
      models: [attempt.response_model ?? attempt.request_model ?? "one"],
      usage: attempt.usage,
      otherUsage: attempt.other_usage,
      usageOrigin: attempt.usage_origin,
      operation: attempt.operation,
      atMs: attempt.started_at_ms,
    }),
  );
  return ratedAttemptSchema.parse({
    charge,
    baseline_cost: charge.effective_cost,
    savings: [],
    ...attempt,
  });
}
