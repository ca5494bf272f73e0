import { expect, test } from "vitest";
import { loadPriceBook } from "../load-price-book.ts";
import { foldedName } from "./folded-name.ts";
import { resolveModel } from "./resolve-model.ts";

const book = loadPriceBook();
const atMs = Date.parse("2026-11-25T12:00:00Z");

const modelFor = (provider: string, name: string): string => {
  const resolution = resolveModel(book, { name, provider, atMs });
  return resolution.kind === "resolved" ? resolution.model : resolution.reason;
};

test("every name in the price book resolves to its model, however written, for sure, whoever wrote the rules", () => {
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
      if (foldedName(found) !== foldedName(meant)) astray.push(`${provider}/${name}: ${found}`);
    }
  }

  expect(astray).toEqual([]);
  expect(names).toBeGreaterThan(1000);
});

/** Bedrock's own ids, of two vendors' names: each is priced as it is written. */
const apart = [["moonshotai.kimi-k2-thinking", "moonshot.kimi-k2-thinking"]];

test.each(["bedrock", "vertex"])(
  "models of %s that differ only in how they are written lead to one",
  (provider) => {
    const doubles = new Map<string, string[]>();
    for (const { provider: whose, model } of book.models) {
      if (whose !== provider) continue;
      const folded = foldedName(model);
      doubles.set(folded, [...(doubles.get(folded) ?? []), model]);
    }
    const written = [...doubles.values()].filter((models) => models.length > 1);
    const several = written.filter(
      (models) => new Set(models.map((model) => modelFor(provider, model))).size > 1,
    );

    expect(written.length).toBeGreaterThan(5);
    expect(several).toEqual(provider === "bedrock" ? apart : []);
  },
);

test("a name of the provider's own has every price that is listed under the shorter one", () => {
  const poorer: string[] = [];
  for (const { provider, model } of book.models) {
    if (provider !== "bedrock" && provider !== "vertex") continue;
    const own = modelFor(provider, model);
    if (own === model) continue;
    const componentsOf = (name: string): readonly string[] => {
      const tables = book.find({ provider, model: name, atMs })?.tables ?? {};
      return Object.entries(tables).flatMap(([place, table]) =>
        Object.keys(table?.rates ?? {}).map((component) => `${place} ${component}`),
      );
    };
    const has = new Set(componentsOf(own));
    poorer.push(
      ...componentsOf(model)
        .filter((one) => !has.has(one))
        .map((one) => `${own}: ${one}`),
    );
  }

  expect(poorer).toEqual([]);
});
