// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { type EstimateSearch, readEstimateSearch } from "../../search/prices-search.ts";
import { drawn, typeInto } from "../../ui/drawn.fixture.tsx";
import { EstimateForm } from "./estimate-form.tsx";

test.each([
  ["Calls", {}],
  ["Tokens in", { input: 0 }],
])("0 in the field %s makes an address that can be read", (label, said) => {
  const changes: EstimateSearch[] = [];
  const place = drawn(
    <EstimateForm
      search={{}}
      names={[]}
      onTyped={() => undefined}
      onChange={(change) => {
        changes.push(change);
      }}
    />,
  );
  const named = [...place.querySelectorAll("label")].find((found) => found.textContent === label);
  const field = named === undefined ? null : document.getElementById(named.htmlFor);
  if (!(field instanceof HTMLInputElement)) throw new Error(`no field ${label}`);

  typeInto(field, "0");

  expect(changes.map((change) => readEstimateSearch(change))).toEqual([said]);
});
