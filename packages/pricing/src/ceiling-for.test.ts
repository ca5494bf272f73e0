import fc from "fast-check";
import { expect, test } from "vitest";
import { ceilingFor } from "./ceiling-for.ts";
import { acmeBook, acmeEntry } from "./price-book.fixture.ts";
import { rateUsage } from "./rate-usage.ts";

const atMs = Date.parse("2026-06-01T00:00:00Z");
const book = acmeBook(
  acmeEntry({
    per_million_tokens: { input: "2", cache_read: "0.2", cache_write_1h: "4", output: "10" },
    above: [
      {
        input_tokens: 200_000,
        applies_to: "whole_call",
        per_million_tokens: { input: "6", cache_read: "0.6", cache_write_1h: "12", output: "15" },
      },
    ],
  }),
  acmeEntry({
    tier: "priority",
    per_million_tokens: { input: "5", cache_read: "0.5", cache_write_1h: "10", output: "40" },
  }),
);
const ask = { provider: "acme", models: ["one"], atMs } as const;
const ceilings = [
  { match: "acme/secret-*", input_per_million: "20", output_per_million: "90" },
  { match: "*/*", input_per_million: "30", output_per_million: "150" },
];

test("the ceiling of a priced model is its dearest rate over tiers and prompt lengths", () => {
  expect(ceilingFor(book, ask)).toEqual({
    kind: "ceiling",
    from: "price_book",
    inputPerToken: 12_000_000n,
    outputPerToken: 40_000_000n,
  });
});

test("no call costs more than its ceiling allows, whatever tier answers", () => {
  const ceiling = ceilingFor(book, ask);
  if (ceiling.kind !== "ceiling" || ceiling.outputPerToken === undefined) throw new Error("none");
  const { inputPerToken, outputPerToken } = ceiling;
  const tokens = fc.nat(400_000);
  fc.assert(
    fc.property(
      tokens,
      tokens,
      tokens,
      tokens,
      fc.constantFrom("standard", "priority"),
      (input, read, write, output, serviceTier) => {
        const charge = rateUsage(book, {
          ...ask,
          usage: { input, cache_read: read, cache_write_1h: write, output },
          usageOrigin: "provider",
          serviceTier,
          operation: "chat",
        });

        const most = inputPerToken * BigInt(input + read + write) + outputPerToken * BigInt(output);
        expect(charge.listCost !== undefined && charge.listCost <= most).toBe(true);
      },
    ),
  );
});

test("a model without a price has the first configured ceiling that fits, under either name of its provider", () => {
  const secret = { ...ask, models: ["secret-7"], ceilings };

  expect(ceilingFor(book, secret)).toMatchObject({
    from: "configured",
    inputPerToken: 20_000_000n,
  });
  expect(ceilingFor(book, { ...secret, models: ["other"] })).toMatchObject({
    from: "configured",
    outputPerToken: 150_000_000n,
  });
  expect(
    ceilingFor(book, {
      ...secret,
      provider: "nobody",
      providerName: "acme",
    }),
  ).toMatchObject({ inputPerToken: 20_000_000n });
});

test("without a price and without a ceiling there is none, and the reason is told", () => {
  expect(ceilingFor(book, { ...ask, models: ["secret-7"] })).toMatchObject({
    kind: "none",
    reason: expect.stringContaining("secret-7"),
  });
});

test("a price of the model in another place only is no price of the call", () => {
  const inEurope = acmeBook(
    acmeEntry({ scope: "geo", place: "eu", per_million_tokens: { input: "2", output: "10" } }),
  );

  expect(ceilingFor(inEurope, ask)).toMatchObject({ kind: "none" });
});
