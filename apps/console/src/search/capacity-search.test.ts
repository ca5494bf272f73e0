import { expect, test } from "vitest";
import { readCapacitySearch } from "./capacity-search.ts";

test("what stands at its default stays out of the address", () => {
  expect(readCapacitySearch({ plan: "demand", days: "90", model: "" })).toEqual({});
  expect(readCapacitySearch({ plan: "self-host", days: "30", model: "gpt-4.1" })).toEqual({
    plan: "self-host",
    days: "30",
    model: "gpt-4.1",
  });
});

test("a plan or a model that cannot be is refused by its name", () => {
  expect(() => readCapacitySearch({ plan: "wishes" })).toThrow("plan: expected one of");
  expect(() => readCapacitySearch({ model: "m".repeat(201) })).toThrow("model: expected a name");
});
