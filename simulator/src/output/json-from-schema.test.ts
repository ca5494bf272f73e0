import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { createRandom } from "../seeded-random.ts";
import { countTokens } from "../text/tokenizer.ts";
import { jsonFromSchema, SchemaError } from "./json-from-schema.ts";
import { spacedJson } from "./spaced-json.ts";

const schemas = {
  "strings with formats and lengths": z.object({
    mail: z.email(),
    id: z.uuid(),
    at: z.iso.datetime(),
    day: z.iso.date(),
    short: z.string().max(3),
    long: z.string().min(60),
  }),
  "numbers within bounds": z.object({
    whole: z.int().min(-5).max(-2),
    step: z.number().multipleOf(5).min(11).max(19),
    above: z.number().gt(3).lt(4),
    free: z.number(),
  }),
  "lists, choices and nested objects": z.object({
    tags: z
      .array(z.enum(["a", "b"]))
      .min(2)
      .max(4),
    pair: z.tuple([z.literal("x"), z.boolean()]),
    either: z.union([z.string(), z.int(), z.null()]),
    maybe: z.object({ inner: z.array(z.object({ deep: z.literal(3) })) }).nullable(),
    optional: z.string().optional(),
  }),
} as const;

for (const [kind, schema] of Object.entries(schemas)) {
  test(`a generated value satisfies its schema: ${kind}`, () => {
    const described = z.toJSONSchema(schema);
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        schema.parse(jsonFromSchema(described, createRandom(seed)));
      }),
    );
  });
}

test("a recursive schema gives a finite value that satisfies it", () => {
  const tree = z.object({
    name: z.string(),
    get children() {
      return z.array(tree);
    },
  });
  const described = z.toJSONSchema(tree);
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      tree.parse(jsonFromSchema(described, createRandom(seed)));
    }),
  );
});

test("a schema that demands an endless value is an error, not a crash of the stack", () => {
  const endless = { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/a" } } };

  expect(() => jsonFromSchema(endless, createRandom(1))).toThrow(SchemaError);
});

test("printed values read back the same, and have a token for each name and value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(spacedJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(countTokens(spacedJson({ a: 1, b: [2, 3] }))).toBe(5);
});
