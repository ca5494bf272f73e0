import { HeadgateError } from "@headgate/contract";
import type { ArgsDef } from "citty";
import { describe, expect, test } from "vitest";
import { checkArguments, repeatedValues } from "./check-arguments.ts";

const definitions: ArgsDef = {
  file: { type: "positional", required: true },
  config: { type: "string" },
  by: { type: "enum", options: ["team", "model"] },
  json: { type: "boolean" },
  traffic: { type: "boolean", default: true },
};

describe("words that a command knows are let through", () => {
  test.each([
    [["a.csv"]],
    [["--config", "x.yaml", "a.csv", "--json"]],
    [["--config=x.yaml", "a.csv"]],
    [["--no-traffic", "a.csv", "--by", "team"]],
    [["--", "--not-a-flag"]],
    [["--config", "-5", "a.csv"]],
  ])("%j", (rawArgs) => {
    expect(() => checkArguments(rawArgs, definitions)).not.toThrow();
  });
});

describe("everything else is refused with what was probably meant", () => {
  test.each([
    [["a.csv", "--confg", "x"], "There is no flag --confg. Did you mean --config?"],
    [["a.csv", "--xyzzy"], "There is no flag --xyzzy."],
    [["a.csv", "--no-json"], "There is no flag --no-json."],
    [["a.csv", "--by", "teem"], '--by is one of team, model; not "teem". Did you mean team?'],
    [["a.csv", "--config"], "--config needs a value."],
    [["a.csv", "--config", "--json"], "--config needs a value."],
    [["a.csv", "--json=yes"], "--json takes no value."],
    [["--json"], "FILE is missing."],
    [["a.csv", "b.csv"], '"b.csv" is one word too many.'],
  ])("%j: %s", (rawArgs, message) => {
    expect(() => checkArguments(rawArgs, definitions)).toThrow(HeadgateError);
    expect(() => checkArguments(rawArgs, definitions)).toThrow(message);
  });
});

test("a flag that stands several times gives all its values in order", () => {
  const rawArgs = ["--tag", "a=1", "name", "--tag=b=2", "--", "--tag", "c=3"];
  expect(repeatedValues(rawArgs, "tag")).toEqual(["a=1", "b=2"]);
});
