import { expect, test } from "vitest";
import { loadPriceBook } from "../load-price-book.ts";
import { resolveModel } from "./resolve-model.ts";

const book = loadPriceBook();
const atMs = Date.parse("2026-11-25T12:00:00Z");

test("every name in the price book resolves to its model, for sure, whoever wrote the rules", () => {
  const astray: string[] = [];
  let names = 0;
  for (const { provider, model, aliases } of book.models) {
    for (const name of [model, ...aliases]) {
      const meant = book.modelNamed({ provider, name, atMs });
      if (meant === undefined) continue;
      names += 1;
      const resolution = resolveModel(book, { name, provider, atMs });
      const found =
        resolution.kind === "resolved"
          ? `${resolution.model}${resolution.doubt === undefined ? "" : ` (${resolution.doubt})`}`
          : resolution.reason;
      if (found !== meant) astray.push(`${provider}/${name}: ${found}`);
    }
  }

  expect(astray).toEqual([]);
  expect(names).toBeGreaterThan(1000);
});
