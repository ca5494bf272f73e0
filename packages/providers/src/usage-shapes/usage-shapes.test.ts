import { inputTokens, outputTokens, usageSchema } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readRecordedUsage } from "./read-recorded-usage.ts";
import { type UsageCase, usageCases } from "./usage-cases.fixture.ts";
import { recogniseUsage, usageShapes } from "./usage-shapes.ts";

const read = ({ statements, model, shape }: Pick<UsageCase, "statements" | "model" | "shape">) =>
  readRecordedUsage({ statements, shape, ...(model !== null && { model }) });

test.each(usageCases)("$file: $api is read into disjoint buckets", (one) => {
  const reading = read(one);

  expect(reading).toMatchObject({ kind: "read", shape: one.shape });
  if (reading.kind !== "read") return;
  expect(reading.usage).toEqual(one.expected);
  expect(reading.otherUsage).toEqual(one.others);
  expect(reading.violations).toHaveLength(one.violations ?? 0);
});

/** Shapes whose members are those of another: only the API tells them apart. */
const alike: Readonly<Record<string, string>> = {
  "openai.speech": "openai.responses",
  "openai.runs": "openai.chat_completions",
};

test.each(usageCases)("$file: $api is told from its members alone", (one) => {
  const told = one.statements.map(({ usage }) => recogniseUsage(usage)).find(Boolean);

  const isInvocation = one.shape === "bedrock.invoke_model" && one.statements[0]?.usage.usage;
  if (!isInvocation) expect(told).toBe(alike[one.shape] ?? one.shape);
});

test("there is a case of every shape that the readers know", () => {
  const tested = new Set(usageCases.map(({ shape }) => shape));

  expect([...tested].sort()).toEqual(Object.keys(usageShapes).sort());
});

/** Every place of a number within a JSON value. */
function numbersIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value === "number") return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, [...path, key]));
}

function withValue(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((inner, index) =>
      String(index) === key ? withValue(inner, rest, replacement) : inner,
    );
  }
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [key]: withValue(object[key], rest, replacement) };
}

const noCounts = fc.constantFrom<unknown>(-1, 0.5, 2 ** 60, "12", true, [], {}, Number.NaN);
const corrupted = fc
  .constantFrom(...usageCases)
  .chain((one) => fc.constantFrom(...numbersIn(one.statements).map((path) => ({ one, path }))))
  .chain(({ one, path }) => noCounts.map((value) => ({ one, path, value })));

test("a number that is no count is reported or was never counted: no bucket is made up of it", () => {
  fc.assert(
    fc.property(corrupted, ({ one, path, value }) => {
      const whole = read(one);
      const statements = withValue(one.statements, path, value) as UsageCase["statements"];

      const reading = read({ ...one, statements });

      if (whole.kind !== "read" || reading.kind !== "read") throw new Error("it was not read");
      const usages = [reading, ...(reading.otherUsage ?? [])].map(({ usage }) => usage);
      for (const usage of usages) expect(usageSchema.safeParse(usage).success).toBe(true);
      const reported = reading.violations.some((text) => !whole.violations.includes(text));
      const same =
        JSON.stringify([reading.usage, reading.otherUsage]) ===
        JSON.stringify([whole.usage, whole.otherUsage]);
      expect(reported || same).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("a count that is one more than stated leaves no total that still adds up without a word", () => {
  const stated = usageCases.filter(({ statements, violations }) => {
    if (violations !== undefined) return false;
    const last = statements.at(-1)?.usage ?? {};
    return ["total_tokens", "totalTokenCount", "totalTokens"].some((total) => total in last);
  });
  for (const one of stated) {
    const last = one.statements.length - 1;
    for (const total of ["total_tokens", "totalTokenCount", "totalTokens"]) {
      const before = one.statements[last]?.usage[total];
      if (typeof before !== "number") continue;
      const statements = withValue(
        one.statements,
        [String(last), "usage", total],
        before + 1,
      ) as UsageCase["statements"];
      const reading = read({ ...one, statements });

      if (reading.kind !== "read") throw new Error("it was not read");
      // Voyage's total is the count itself.
      if (one.shape === "voyage") expect(inputTokens(reading.usage)).toBe(before + 1);
      else expect(reading.violations.length).toBeGreaterThan((one.violations ?? 0) ? 0 : 0);
    }
  }
});

test("a count of tokens that no reader knows is reported, not dropped", () => {
  const reading = readRecordedUsage({
    statements: [
      {
        usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7, image_search_tokens: 40 },
      },
    ],
  });

  expect(reading).toMatchObject({
    kind: "read",
    usage: { input: 5, output: 2 },
    violations: ["image_search_tokens 40 is not a count that is known here"],
  });
});

test.each([
  [[], "no usage is stated"],
  [[{ usage: null }], "no usage is stated"],
  [[{ usage: "prompt_tokens" }], "no usage is stated"],
  [[{ usage: { readUnits: 6 } }], "no usage of a known shape: its members are readUnits"],
])("statements %j are not read, and the reason is said", (statements, reason) => {
  expect(readRecordedUsage({ statements })).toEqual({ kind: "unread", reason });
});

test("of an Assistants stream the run counts, not its steps; of Gemini's the last chunk, not the sum", () => {
  const total = (api: string): number => {
    const reading = read(usageCases.find((one) => one.api === api) as UsageCase);
    if (reading.kind !== "read") throw new Error("it was not read");
    return Number(inputTokens(reading.usage)) + Number(outputTokens(reading.usage));
  };

  expect(total("assistants, run")).toBe(869);
  expect(total("streamGenerateContent")).toBe(45);
});
