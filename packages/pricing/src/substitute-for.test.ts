import { formatDollars } from "@headgate/money";
import { expect, test } from "vitest";
import type { Charge } from "./charge.ts";
import { checkPriceFile } from "./check-price-file.ts";
import { loadPriceBook } from "./load-price-book.ts";
import { acmeEntry, acmeFile, bookOf } from "./price-book.fixture.ts";
import { type RatingInput, rateUsage } from "./rate-usage.ts";

const book = loadPriceBook();
const google = (about: Partial<RatingInput>): Charge =>
  rateUsage(book, {
    provider: "gemini",
    models: ["gemini-2.5-flash"],
    usage: { input: 1 },
    usageOrigin: "provider",
    operation: "chat",
    atMs: Date.parse("2026-11-20T12:00:00Z"),
    ...about,
  });
const dollarsOf = ({ listCost }: Charge): string | undefined =>
  listCost === undefined ? undefined : formatDollars(listCost);

test.each(["gemini", "vertex"])(
  "an image in a prompt of %s costs what its text does",
  (provider) => {
    const charge = google({ provider, usage: { input: 1000, input_image: 258, output: 100 } });

    // 1,258 × 0.3 + 100 × 2.5 µ$
    expect(dollarsOf(charge)).toBe("0.000627400000");
    expect(charge.confidence).toBe("derived");
    expect(charge.reason).toMatch(/text, images and video/);
  },
);

test.each(["gemini", "vertex"])(
  "a long video puts the whole call of %s at the price above 200,000 tokens",
  (provider) => {
    const models = ["gemini-3.1-pro-preview"];
    const at = (input_video: number): string | undefined =>
      dollarsOf(google({ provider, models, usage: { input: 1000, input_video } }));

    expect(at(199_000)).toBe("0.400000000000");
    expect(at(199_001)).toBe("0.800004000000");
  },
);

test("a price of its own comes first", () => {
  const models = ["gemini-3.1-flash-live-preview"];

  expect(dollarsOf(google({ models, usage: { input_image: 1_000_000 } }))).toBe("1.000000000000");
});

test.each([
  ["gemini-2.5-pro", { input_audio: 1 }],
  ["gemini-2.5-flash-native-audio-preview-12-2025", { input_image: 1 }],
  ["gemini-embedding-001", { input_image: 1 }],
] as const)("%s has no price for %j, which no page read gives one", (model, usage) => {
  expect(google({ models: [model], usage }).confidence).toBe("unknown");
});

const fallback = {
  from: ["input_image"],
  to: "input",
  models: ["*"],
  reason: "acme has one price for text and images",
  source: "acme",
};
const fileWith = (about: Readonly<Record<string, unknown>>): unknown =>
  acmeFile([acmeEntry({ per_million_tokens: { input: "2" } })], {
    component_fallbacks: [{ ...fallback, ...about }],
  });

test("another component's price is taken only where the price file quotes the provider on it", () => {
  const charge = (file: unknown): Charge =>
    rateUsage(bookOf(file), {
      provider: "acme",
      models: ["one"],
      usage: { input_image: 10 },
      usageOrigin: "provider",
      operation: "chat",
      atMs: Date.parse("2026-11-20T12:00:00Z"),
    });

  expect(charge(fileWith({}))).toMatchObject({
    confidence: "derived",
    reason: "acme has one price for text and images",
    lines: [{ component: "input_image", priceRecord: "acme/one/standard/global/input@2026-01-01" }],
  });
  expect(charge(fileWith({ models: ["two"] })).confidence).toBe("unknown");
});

test.each([
  [{ from: "input_image" }, /component_fallbacks\[0\] from: expected a list/],
  [{ from: ["input_images"] }, /unknown component "input_images"/],
  [{ to: "text" }, /unknown component "text"/],
  [{ reason: "" }, /reason: expected a reason/],
  [{ source: "hearsay" }, /the source "hearsay" is not listed/],
])("a fallback with %j is a fault", (about, expected) => {
  expect(checkPriceFile("acme.json", fileWith(about)).faults.join("\n")).toMatch(expected);
});
