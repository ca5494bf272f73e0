import { type ChargeWire, overlaySchema } from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { expect, test } from "vitest";
import { compileOverlays } from "../overlay/compiled-overlays.ts";
import { acmeBook, acmeBookOf, acmeEntry } from "../price-book.fixture.ts";
import type { PriceBook } from "../price-book.ts";
import { ratedAttempt } from "./rated-attempt.fixture.ts";
import { rerateAttempt } from "./rerate-attempt.ts";

const prices = { input: "3", output: "15" };
const entry = acmeEntry({ per_million_tokens: prices });
const book = acmeBook(entry);
const microdollars = (amount: number): bigint => BigInt(amount) * 1_000_000n;

/** Charged by one book, worked out again by another. */
const rerated = (before: PriceBook, after: PriceBook) =>
  rerateAttempt(after, ratedAttempt(before), { priceProvider: "acme" });

test("a charge that the book still gives is the same", () => {
  expect(rerated(book, book)).toEqual({ kind: "same" });
});

test("a record that states the same price again changes nothing", () => {
  const again = acmeEntry({ per_million_tokens: prices, recorded_at: "2026-07-01" });

  expect(rerated(book, acmeBook(entry, again))).toEqual({ kind: "same" });
});

test("a later recording of the price that was used is a correction", () => {
  const corrected = acmeEntry({
    per_million_tokens: { ...prices, output: "10" },
    recorded_at: "2026-07-01",
  });

  expect(rerated(book, acmeBook(entry, corrected))).toMatchObject({
    kind: "revised",
    charge: { effective_cost: "0.004000000000", confidence: "exact" },
    baselineCost: "0.004000000000",
    parts: [{ cause: "correction", difference: -microdollars(500) }],
  });
});

test("a price that began before the call and was learnt of later is a new record", () => {
  const learnt = acmeEntry({
    per_million_tokens: { ...prices, input: "4" },
    valid_from: "2026-05-01",
    recorded_at: "2026-07-01",
  });

  expect(rerated(book, acmeBook(entry, learnt))).toMatchObject({
    parts: [{ cause: "new_price_record", difference: microdollars(1_000) }],
  });
});

test("what was unknown and has a price now moves by all of it", () => {
  const none = acmeBook(acmeEntry({ per_million_tokens: { input: "3" } }));
  expect(ratedAttempt(none).charge.effective_cost).toBeNull();

  expect(rerated(none, book)).toMatchObject({
    charge: { effective_cost: "0.004500000000" },
    baselineCost: "0.004500000000",
    parts: [{ cause: "now_priced", difference: microdollars(4_500) }],
  });
});

test("what has no price any more is unknown, and never nothing", () => {
  const none = acmeBook(acmeEntry({ per_million_tokens: { input: "3" } }));

  expect(rerated(book, none)).toMatchObject({
    charge: { confidence: "unknown", effective_cost: null, list_cost: null },
    baselineCost: null,
    parts: [{ cause: "no_longer_priced", difference: -microdollars(4_500) }],
  });
});

test("a better source at the same price changes the confidence and no dollar", () => {
  const derived = acmeBook(acmeEntry({ per_million_tokens: prices, confidence: "derived" }));

  expect(rerated(derived, book)).toMatchObject({
    charge: { confidence: "exact", effective_cost: "0.004500000000" },
    parts: [{ cause: "confidence", difference: 0n }],
  });
});

test("a component is moved by its own reason", () => {
  const after = acmeBook(
    entry,
    acmeEntry({ per_million_tokens: { input: "2" }, recorded_at: "2026-07-01" }),
    acmeEntry({
      per_million_tokens: { output: "20" },
      valid_from: "2026-05-01",
      recorded_at: "2026-07-02",
    }),
  );

  expect(rerated(book, after)).toMatchObject({
    parts: [
      { cause: "correction", difference: -microdollars(1_000) },
      { cause: "new_price_record", difference: microdollars(500) },
    ],
  });
});

test("terms that a customer had and has no more are the overlay's part", () => {
  const attempt = ratedAttempt(book);
  const discounted: ChargeWire = { ...attempt.charge, effective_cost: "0.004000000000" };

  expect(
    rerateAttempt(book, { ...attempt, charge: discounted }, { priceProvider: "acme" }),
  ).toMatchObject({
    parts: [{ cause: "overlay", difference: microdollars(500) }],
  });
});

test("a discount of the configuration acts on history, as the overlay's part", () => {
  const discount = overlaySchema.parse({
    name: "private offer",
    kind: "discount",
    percent: "10",
    applies_to: {},
    valid_from: "2026-01-01",
  });
  const overlays = compileOverlays([discount]);

  expect(
    rerateAttempt(book, ratedAttempt(book), { priceProvider: "acme", overlays }),
  ).toMatchObject({
    charge: { list_cost: "0.004500000000", effective_cost: "0.004050000000" },
    parts: [
      { cause: "overlay", difference: -microdollars(300) },
      { cause: "overlay", difference: -microdollars(150) },
    ],
  });
});

test("a known zero stays, because the provider billed nothing", () => {
  const zero = "0.000000000000";
  const charge: ChargeWire = {
    confidence: "exact",
    list_cost: zero,
    contracted_cost: zero,
    effective_cost: zero,
    billed_cost: zero,
    lines: [],
    reason: "The provider answered with HTTP 500, which it does not bill.",
  };

  expect(rerateAttempt(book, ratedAttempt(book, { charge }), { priceProvider: "acme" })).toEqual({
    kind: "same",
  });
});

test("without its provider in the configuration, an attempt is priced by whose records it was", () => {
  const dearer = acmeBook(acmeEntry({ per_million_tokens: { ...prices, input: "4" } }));

  expect(rerateAttempt(dearer, ratedAttempt(book), {})).toMatchObject({ kind: "revised" });
  const nameless = ratedAttempt(book, { provider: "gone", response_model: "unheard-of" });
  expect(rerateAttempt(dearer, nameless, {})).toEqual({
    kind: "kept",
    reason: 'no provider "gone" is configured any more',
  });
});

test("an attempt with savings keeps its charge, because they add up to it", () => {
  const dearer = acmeBook(acmeEntry({ per_million_tokens: { ...prices, input: "4" } }));
  const attempt = ratedAttempt(book, { savings: [{ lever: "route", amount: "0.000100000000" }] });

  expect(rerateAttempt(dearer, attempt, { priceProvider: "acme" })).toMatchObject({ kind: "kept" });
});

test("why the usage was estimated is still told", () => {
  const estimated = ratedAttempt(book, { usage_origin: "estimated" });
  const reason = `The stream was cut. Counted with o200k_base. ${estimated.charge.reason}`;
  const dearer = acmeBook(acmeEntry({ per_million_tokens: { ...prices, input: "4" } }));

  const outcome = rerateAttempt(
    dearer,
    { ...estimated, charge: { ...estimated.charge, reason } },
    { priceProvider: "acme" },
  );

  expect(outcome).toMatchObject({
    charge: {
      confidence: "estimated",
      reason: "The stream was cut. Counted with o200k_base. the usage is an estimate",
    },
  });
});

test("an amount stays in picodollars all the way", () => {
  const cheap = acmeBook(
    acmeEntry({ per_million_tokens: { input: "0.000001", output: "0.000002" } }),
  );
  const outcome = rerated(book, cheap);
  if (outcome.kind !== "revised") throw new Error("the price is another one");

  expect(parseDollars(outcome.charge.effective_cost ?? "")).toBe(1_200n);
});

test("another model's part is worked out again by its own prices, as a cause of its own", () => {
  const two = (input: string, about: Readonly<Record<string, unknown>> = {}) =>
    acmeEntry({ model: "two", per_million_tokens: { input }, ...about });
  const bookWith = (...entries: readonly unknown[]) =>
    acmeBookOf(["one", "two"], entry, ...entries);
  const attempt = ratedAttempt(bookWith(two("5")), {
    other_usage: [{ model: "two", usage: { input: 1_000 } }],
  });

  expect(attempt.charge.effective_cost).toBe("0.009500000000");
  expect(rerateAttempt(bookWith(two("5")), attempt, { priceProvider: "acme" })).toEqual({
    kind: "same",
  });
  expect(
    rerateAttempt(bookWith(two("5"), two("4", { recorded_at: "2026-07-01" })), attempt, {
      priceProvider: "acme",
    }),
  ).toMatchObject({
    charge: { effective_cost: "0.008500000000", lines: [{}, {}, { model: "two" }] },
    parts: [{ cause: "correction", difference: -microdollars(1_000) }],
  });
});
