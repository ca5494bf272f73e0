import { expect, test } from "vitest";
import { HeadgateError } from "../errors.ts";
import { parseConfig } from "./parse-config.ts";

const faultsOf = (text: string): string => {
  try {
    parseConfig(text, {}, "headgate.yaml");
  } catch (error) {
    if (error instanceof HeadgateError && error.code === "config_invalid") return error.message;
    throw error;
  }
  throw new Error("the configuration was accepted");
};
const overlay = (...lines: readonly string[]): string =>
  [
    "overlays:",
    "  - name: one",
    "    valid_from: 2026-01-01",
    ...lines.map((line) => `    ${line}`),
  ].join("\n");

test("overlays of every kind are read, with dates and decimals as text", () => {
  const { overlays } = parseConfig(
    `
overlays:
  - { name: a, kind: discount, percent: "12.5", valid_from: 2026-01-01, valid_to: 2027-01-01 }
  - { name: b, kind: rate, per_million_tokens: { input: "2.70" }, valid_from: 2026-01-01 }
  - { name: c, kind: commitment, prepaid: true, valid_from: 2026-01-01 }
  - { name: d, kind: credit, amount: "25000", valid_from: 2026-01-01 }
`,
    {},
    "headgate.yaml",
  );

  expect(overlays).toMatchObject([
    { kind: "discount", percent: "12.5", valid_to: "2027-01-01", applies_to: {} },
    { kind: "rate", per_million_tokens: { input: "2.70" } },
    { kind: "commitment", percent: "0", prepaid: true },
    { kind: "credit", amount: "25000" },
  ]);
});

test.each([
  [overlay("kind: discount", "percent: 12.5"), /overlays\.0\.percent: .*in quotes/],
  [overlay("kind: discount", 'percent: "101"'), /from 0 to 100/],
  [overlay("kind: discount", 'percent: "1.0000001"'), /six decimals/],
  [overlay("kind: discount", 'percent: "10"', "valid_to: 2026-01-01"), /not after valid_from/],
  [overlay("kind: rate"), /at least one price/],
  [overlay("kind: rate", 'per_million_tokens: { inputs: "1" }'), /inputs/],
  [overlay("kind: credit", 'amount: "-5"'), /dollars/],
  [overlay("kind: rebate"), /overlays\.0\.kind/],
  [overlay("kind: discount", 'percent: "10"', "applies_to: { modell: x }"), /modell/],
  [
    `${overlay("kind: discount", 'percent: "10"')}\n  - { name: one, kind: credit, amount: "1", valid_from: 2026-01-01 }`,
    /two overlays are called "one"/,
  ],
  [
    'billing_currency: { code: EURO, rates: [{ valid_from: 2026-01-01, per_dollar: "0.9" }] }',
    /ISO 4217/,
  ],
  [
    'billing_currency: { code: EUR, rates: [{ valid_from: 2026-01-01, per_dollar: "0" }] }',
    /more than 0/,
  ],
  ["billing_currency: { code: EUR, rates: [] }", /rates/],
  ["unknown_price: { policy: forbid }", /unknown_price\.policy/],
  [
    'unknown_price: { ceilings: [{ match: "gpt", input_per_million: "1", output_per_million: "1" }] }',
    /provider\/model/,
  ],
])(
  "case %#: a wrong overlay, currency or policy is one clear fault with its place",
  (text, fault) => {
    expect(faultsOf(text)).toMatch(fault);
  },
);

test("a name of the operator's own stands for a model, or for a model served somewhere", () => {
  const { providers } = parseConfig(
    `
providers:
  azure:
    kind: openai-compatible
    base_url: https://example.openai.azure.com/openai/v1
    region: swedencentral
    price_names:
      chat: gpt-4o
      chat-eu: { model: gpt-4o, scope: geo, place: eu }
`,
    {},
    "headgate.yaml",
  );

  expect(providers.azure?.price_names).toEqual({
    chat: { model: "gpt-4o" },
    "chat-eu": { model: "gpt-4o", scope: "geo", place: "eu" },
  });
});
