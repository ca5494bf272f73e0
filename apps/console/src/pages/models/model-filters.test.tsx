// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { type ModelsSearch, readModelsSearch } from "../../search/models-search.ts";
import { choose, drawn } from "../../ui/drawn.fixture.tsx";
import { ModelFilters } from "./model-filters.tsx";

const search: ModelsSearch = { tier: "premium", can: "reasoning" };

test.each([
  ["All tiers", "premium", { can: "reasoning" }],
  ["Any ability", "reasoning", { tier: "premium" }],
])("%s takes that choice back, and leaves the other", (_, chosen, left) => {
  const changes: ModelsSearch[] = [];
  const place = drawn(
    <ModelFilters
      search={search}
      providers={[]}
      onChange={(change) => {
        changes.push(change);
      }}
    />,
  );
  const list = [...place.querySelectorAll("select")].find(({ value }) => value === chosen);
  if (list === undefined) throw new Error(`no choice of ${chosen}`);

  choose(list, "");

  expect(changes.map((change) => readModelsSearch({ ...search, ...change }))).toEqual([left]);
});
