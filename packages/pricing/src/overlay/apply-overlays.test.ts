import { type Overlay, overlaySchema } from "@headgate/contract";
import { formatDollars, type Picodollars } from "@headgate/money";
import { expect, test } from "vitest";
import type { z } from "zod";
import type { Charge } from "../charge.ts";
import { acmeBook, acmeEntry } from "../price-book.fixture.ts";
import { rateUsage } from "../rate-usage.ts";
import { applyOverlays } from "./apply-overlays.ts";
import { compileOverlays } from "./compiled-overlays.ts";

const atMs = Date.parse("2026-06-15T12:00:00Z");
const book = acmeBook(
  acmeEntry({
    per_million_tokens: { input: "3", output: "15" },
    above: [
      {
        input_tokens: 200_000,
        applies_to: "whole_call",
        per_million_tokens: { input: "6", output: "22.5" },
      },
    ],
  }),
  acmeEntry({ tier: "batch", per_million_tokens: { input: "1.5", output: "7.5" } }),
);
type OverlayInput = z.input<typeof overlaySchema>;
type About<Kind> = Omit<Extract<OverlayInput, { kind: Kind }>, "valid_from"> & {
  valid_from?: string;
};
const overlay = (
  about: About<"discount"> | About<"rate"> | About<"commitment"> | About<"credit">,
): Overlay => overlaySchema.parse({ valid_from: "2026-01-01", ...about });

const charged = (
  overlays: readonly Overlay[],
  about: {
    input?: number;
    output?: number;
    reasoning?: number;
    serviceTier?: string;
    atMs?: number;
    providerName?: string;
  } = {},
): Charge => {
  const { input = 100_000, output = 10_000, reasoning, serviceTier, providerName } = about;
  const when = about.atMs ?? atMs;
  const charge = rateUsage(book, {
    provider: "acme",
    models: ["one"],
    usage: reasoning === undefined ? { input, output } : { input, output, reasoning },
    usageOrigin: "provider",
    ...(serviceTier === undefined ? {} : { serviceTier }),
    operation: "chat",
    atMs: when,
  });
  return applyOverlays(book, {
    charge,
    overlays: compileOverlays(overlays),
    atMs: when,
    ...(providerName === undefined ? {} : { providerName }),
  });
};
const dollars = (amount: Picodollars | undefined): string =>
  amount === undefined ? "unknown" : formatDollars(amount).replace(/0+$/, "");
const costs = ({ listCost, contractedCost, effectiveCost, billedCost }: Charge): string[] =>
  [listCost, contractedCost, effectiveCost, billedCost].map(dollars);

const edp = overlay({ name: "edp", kind: "discount", percent: "10" });

test("without an overlay that concerns it a charge is the same object", () => {
  const other = overlay({
    name: "other",
    kind: "discount",
    percent: "10",
    applies_to: { provider: "else" },
  });

  const charge = charged([other]);

  expect(costs(charge)).toEqual(["0.45", "0.45", "0.45", "0.45"]);
  expect(charge.lines.every((line) => line.overlay === undefined)).toBe(true);
});

test("a discount lowers contracted, effective and billed cost, never list cost, and is named on its lines", () => {
  const charge = charged([edp]);

  expect(costs(charge)).toEqual(["0.45", "0.405", "0.405", "0.405"]);
  expect(charge.lines.map((line) => line.overlay?.names)).toEqual([["edp"], ["edp"]]);
});

test.each([
  ["provider", { provider: "acme" }],
  ["provider as configured", { provider: "team-*" }],
  ["model", { model: "on*" }],
  ["tier", { tier: "standard" }],
] as const)("a discount can be for a %s", (_what, applies_to) => {
  const one = overlay({ name: "one", kind: "discount", percent: "10", applies_to });

  expect(costs(charged([one], { providerName: "team-eu" }))[1]).toBe("0.405");
});

test("a discount on one component leaves the other lines as they are", () => {
  const output = overlay({
    name: "output",
    kind: "discount",
    percent: "50",
    applies_to: { components: ["output"] },
  });

  const charge = charged([output], { reasoning: 10_000 });

  // Reasoning is billed at output's price, so it is discounted with it.
  expect(costs(charge)).toEqual(["0.6", "0.45", "0.45", "0.45"]);
  expect(charge.lines.map(({ component, overlay: acted }) => [component, acted?.names])).toEqual([
    ["input", undefined],
    ["output", ["output"]],
    ["reasoning", ["output"]],
  ]);
});

test("a tier that an overlay is not for stays at list", () => {
  const standard = overlay({ ...edp, applies_to: { tier: "standard" } });

  expect(costs(charged([standard], { serviceTier: "batch" }))[1]).toBe("0.225");
});

test("two discounts take each their share of what the other leaves", () => {
  const volume = overlay({ name: "volume", kind: "discount", percent: "20" });

  const charge = charged([edp, volume]);

  expect(costs(charge)[1]).toBe("0.324");
  expect(costs(charged([volume, edp]))).toEqual(costs(charge));
});

test("an overlay holds from its first day and no longer on the day it ends", () => {
  const june = overlay({ ...edp, valid_from: "2026-06-01", valid_to: "2026-07-01" });
  const on = (day: string): string | undefined =>
    costs(charged([june], { atMs: Date.parse(day) }))[1];

  expect(on("2026-05-31T23:59:59Z")).toBe("0.45");
  expect(on("2026-06-01T00:00:00Z")).toBe("0.405");
  expect(on("2026-06-30T23:59:59Z")).toBe("0.405");
  expect(on("2026-07-01T00:00:00Z")).toBe("0.45");
});

test("a negotiated rate stands in place of list, and discounts do not act on top of it", () => {
  const rate = overlay({
    name: "private-offer",
    kind: "rate",
    per_million_tokens: { input: "2.5" },
  });

  const charge = charged([rate, edp]);

  // 100,000 × 2.50 / M + 10,000 × 15 / M less 10 %.
  expect(costs(charge)).toEqual(["0.45", "0.385", "0.385", "0.385"]);
  expect(charge.lines.map((line) => line.overlay?.names)).toEqual([["private-offer"], ["edp"]]);
});

test("a negotiated rate is for the prompt length it names", () => {
  const base = overlay({ name: "base", kind: "rate", per_million_tokens: { input: "1" } });
  const long = overlay({
    name: "long",
    kind: "rate",
    per_million_tokens: { input: "2" },
    above_input_tokens: 200_000,
  });

  expect(charged([base], { input: 300_000 }).lines[0]?.overlay).toBeUndefined();
  expect(charged([base, long], { input: 300_000 }).lines[0]?.overlay?.names).toEqual(["long"]);
  expect(charged([base, long]).lines[0]?.overlay?.names).toEqual(["base"]);
});

test("of several rates the narrower holds, then the one that began later", () => {
  const wide = overlay({ name: "wide", kind: "rate", per_million_tokens: { input: "1" } });
  const narrow = overlay({
    name: "narrow",
    kind: "rate",
    per_million_tokens: { input: "2" },
    applies_to: { model: "one" },
  });
  const later = overlay({ ...narrow, name: "later", valid_from: "2026-05-01" });

  for (const order of [
    [wide, narrow, later],
    [later, narrow, wide],
  ]) {
    expect(charged(order).lines[0]?.overlay?.names).toEqual(["later"]);
  }
});

test("a prepaid commitment is billed as 0 and has its share as effective cost; contracted cost leaves it out", () => {
  const prepaid = overlay({ name: "reserved", kind: "commitment", percent: "30", prepaid: true });

  expect(costs(charged([edp, prepaid]))).toEqual(["0.45", "0.405", "0.2835", "0."]);
});

test("a commitment that is paid as it is used is billed as it is effective", () => {
  const used = overlay({ name: "savings-plan", kind: "commitment", percent: "30", prepaid: false });

  expect(costs(charged([used]))).toEqual(["0.45", "0.45", "0.315", "0.315"]);
});

test("a credit acts on periods, not on calls", () => {
  expect(costs(charged([overlay({ name: "start", kind: "credit", amount: "100" })]))[3]).toBe(
    "0.45",
  );
});
