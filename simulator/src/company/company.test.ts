import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PriceRecord } from "@headgate/contract";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { decimalOf, picodollarsPerUnit, unitsOf, wireDollars } from "./exact-dollars.ts";
import { routes } from "./model-route.ts";
import { lookUpPrices } from "./price-lookup.ts";
import { writeCompany } from "./write-company.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-company-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A price of 2 dollars for a million tokens; what a test is about, it says. */
const record = (about: Partial<PriceRecord> = {}): PriceRecord => ({
  id: "constructed",
  provider: "openai",
  model: "gpt-5-mini",
  component: "input",
  tier: "standard",
  scope: "global",
  price: "2",
  per: 1_000_000,
  valid_from: "2026-01-01",
  recorded_at: "2026-01-01",
  source: { url: "https://constructed.example", read_at: "2026-01-01" },
  confidence: "exact",
  ...about,
});

/** A price of everything that the company uses; a fault bills calls of another place by that place's price. */
const allPrices = Object.values(routes).flatMap((route) =>
  [...new Set([route.scope, "geo" as const])].flatMap((scope) =>
    (["standard", "batch"] as const).flatMap((tier) =>
      (["input", "output", "cache_read", "cache_write_5m"] as const).map((component) => {
        const { provider, model } = route;
        return record({ id: `${provider} ${component}`, provider, model, scope, tier, component });
      }),
    ),
  ),
);

test("decimals are read and written without losing a digit", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (units) => {
      expect(unitsOf(decimalOf(units))).toBe(units);
      expect(unitsOf(wireDollars(units))).toBe(units);
      expect(unitsOf(decimalOf(units, 6), 6)).toBe(units);
    }),
  );
  expect(decimalOf(-1_500_000_000_000n)).toBe("-1.5");
  expect(picodollarsPerUnit("0.15", 1_000_000)).toBe(150_000n);
  expect(() => picodollarsPerUnit("0.0000001", 1_000_000)).toThrow(RangeError);
});

test("a price is that of the day, the place, and what is known last; none is an error", () => {
  const price = lookUpPrices([
    record({ id: "old", price: "4", valid_from: "2025-01-01", valid_to: "2026-01-01" }),
    record({ id: "wrong", price: "3" }),
    record({ id: "mended", recorded_at: "2026-02-01" }),
    record({ id: "long", threshold: { above_input_tokens: 200_000, applies_to: "whole_call" } }),
    record({ id: "other place", scope: "geo", place: "eu" }),
  ]);
  const route = routes.gpt5Mini;

  expect(price(route, "input", "2025-12-31")).toEqual({ picodollars: 4_000_000n, record: "old" });
  expect(price(route, "input", "2026-01-01")).toEqual({
    picodollars: 2_000_000n,
    record: "mended",
  });
  expect(() => price(route, "output", "2026-01-01")).toThrow("there is no price for");
  expect(() => price({ ...route, scope: "geo", place: "us" }, "input", "2026-01-01")).toThrow();
});

test("the command writes a company from a price list, and only into an empty folder", () => {
  const prices = join(folder, "prices.json");
  writeFileSync(prices, JSON.stringify({ at: "2026-10-01", models: [{ records: allPrices }] }));
  const out = join(folder, "out");
  const run = () =>
    spawnSync(
      process.execPath,
      [
        ...["--conditions=@headgate/source", "--import", "tsx"],
        new URL("../main.ts", import.meta.url).pathname,
        ...["company", "--prices", prices, "--seed", "3", "--days", "10", "--scale", "0.001", out],
      ],
      { encoding: "utf8" },
    );

  const first = run();
  const second = run();

  expect(first.stdout).toMatch(/^\d+ constructed calls for [\d.]+ dollars that nobody paid/);
  expect(first.status).toBe(0);
  expect(JSON.parse(readFileSync(join(out, "truth.json"), "utf8"))).toMatchObject({
    origin: "constructed",
  });
  expect(second.stderr).toContain("is not empty");
  expect(second.status).toBe(2);
  // Two processes, on a machine that may be busy.
});

test.each([
  { days: 9, words: "days must be" },
  { scale: 0, words: "scale must be" },
  { from: "yesterday", words: "is no day" },
])(
  "options out of range are refused before anything is written: $words",
  async ({ words, ...about }) => {
    const out = join(folder, "out");
    const company = writeCompany({
      folder: out,
      seed: 1,
      days: 10,
      scale: 0.001,
      from: "2026-10-01",
      price: lookUpPrices(allPrices),
      ...about,
    });

    await expect(company).rejects.toThrow(words);
    expect(existsSync(out)).toBe(false);
  },
);
