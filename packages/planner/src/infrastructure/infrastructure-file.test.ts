import { expect, test } from "vitest";
import { infrastructureBook } from "./infrastructure-book.ts";
import { parseInfrastructureFile } from "./infrastructure-file.ts";
import { priceOfMachine } from "./price-of-machine.ts";

const row = { sku: "x.large", term: "on_demand", dollars_per_hour: "1.50", source: "page" };
const file = (more: object, readOn: unknown = "2026-01-01") => ({
  provider: "acme",
  region: "here",
  sources: { page: { url: "https://prices.example/acme", read_on: readOn } },
  ...more,
});
const wanted = { provider: "acme", sku: "x.large", region: "here", term: "on_demand" } as const;

test("a list without a day, with an unknown source or a float is refused, each fault with its place", () => {
  const broken = file(
    {
      prices: [
        { ...row, source: "elsewhere" },
        { ...row, dollars_per_hour: 1.5 },
      ],
    },
    null,
  );

  expect(() => parseInfrastructureFile("acme.json", broken)).toThrow(
    /acme\.json: sources\.page\.read_on: a price without a day has no age.*prices\.1\.dollars_per_hour/,
  );
  expect(() =>
    parseInfrastructureFile("acme.json", file({ prices: [{ ...row, source: "elsewhere" }] })),
  ).toThrow('prices.0: the source "elsewhere" is not listed');
});

test("the later reading counts, and the user's own price before all", () => {
  const read = (dollars: string, day: string) =>
    parseInfrastructureFile(
      "acme.json",
      file({ prices: [{ ...row, dollars_per_hour: dollars }] }, day),
    );
  const listed = [
    { file: read("2.00", "2026-06-01"), standing: "imported" },
    { file: read("1.50", "2026-01-01"), standing: "built_in" },
  ] as const;
  const own = { file: read("1.20", "2025-01-01"), standing: "own" } as const;

  const onLists = priceOfMachine(infrastructureBook(listed), wanted, "2026-11-29");
  const withOwn = priceOfMachine(infrastructureBook([own, ...listed]), wanted, "2026-11-29");

  expect(onLists).toMatchObject({ price: { dollarsPerHour: "2.00" } });
  expect(withOwn).toMatchObject({ price: { dollarsPerHour: "1.20", standing: "own" } });
});

test("a price of another region is no price here, and one of any region is", () => {
  const there = parseInfrastructureFile("acme.json", file({ region: "there", prices: [row] }));
  const anywhere = parseInfrastructureFile("acme.json", file({ region: "any", prices: [row] }));
  const answer = (listed: typeof there) =>
    priceOfMachine(
      infrastructureBook([{ file: listed, standing: "built_in" }]),
      wanted,
      "2026-11-29",
    );

  expect(answer(there)).toMatchObject({ kind: "unpriced", why: "region_unknown" });
  expect(answer(anywhere)).toMatchObject({ kind: "priced" });
});
