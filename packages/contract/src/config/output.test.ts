import { expect, test } from "vitest";
import { HeadgateError } from "../errors.ts";
import { outputSchema } from "./output.ts";
import { parseConfig } from "./parse-config.ts";

const policy = (...lines: readonly string[]): string =>
  ["policies:", "  - name: short", "    output:", ...lines.map((line) => `      ${line}`)].join(
    "\n",
  );

function faultOf(text: string): string {
  try {
    parseConfig(text, {}, "headgate.yaml");
  } catch (error) {
    if (error instanceof HeadgateError) return error.message;
    throw error;
  }
  throw new Error("the configuration was accepted");
}

test("nothing is limited, shaped or ended unless a policy says so", () => {
  expect(outputSchema.parse({})).toEqual({ headroom: 1.5, stop: [], end_stream: [] });
});

test("a limit is a number, or learned", () => {
  const read = (max_tokens: unknown) => outputSchema.safeParse({ max_tokens }).success;
  expect([400, "learned", 0, 1.5, "400"].map(read)).toEqual([true, true, false, false, false]);
});

test.each([
  [
    "a closing tag that nothing looks for",
    policy('closing_tag: "</answer>"'),
    "policies.0.output.closing_tag: needs end_stream: [complete]",
  ],
  [
    "a limit that is none",
    policy("max_tokens: lots"),
    "policies.0.output.max_tokens: expected learned, or a whole number of tokens",
  ],
  ["a rule that there is not", policy("end_stream: [bored]"), "policies.0.output.end_stream.0"],
  ["a style that there is not", policy("style: verbose"), "policies.0.output.style"],
  [
    "a schema without a name",
    policy("json_schema: { schema: { type: object } }"),
    "policies.0.output.json_schema.name",
  ],
  ["no headroom at all", policy("headroom: 0.9"), "policies.0.output.headroom"],
])("a policy with %s is refused, and where it stands", (_what, text, fault) => {
  expect(faultOf(text)).toContain(fault);
});
