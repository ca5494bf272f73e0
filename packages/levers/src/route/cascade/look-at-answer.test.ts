import fc from "fast-check";
import { expect, test } from "vitest";
import { answered } from "./checked-answer.fixture.ts";
import { failedChecks, lookAtAnswer } from "./look-at-answer.ts";

const person = {
  type: "object",
  properties: { name: { type: "string" }, age: { type: "integer" } },
  required: ["name", "age"],
  additionalProperties: false,
};
const asksForPerson = { json: true, schema: person };
const tools = [{ name: "add_person", schema: person }];
const soft = (...input: Parameters<typeof answered>) => lookAtAnswer(answered(...input)).soft;
const failed = (...input: Parameters<typeof answered>) =>
  failedChecks(lookAtAnswer(answered(...input)));

test("a plain answer fails nothing, and what does not apply to it is absent", () => {
  const findings = lookAtAnswer(answered("Paris."));

  expect(failedChecks(findings)).toEqual([]);
  expect(findings.hard).toEqual({ empty: 0, cut: 0, refused: 0, loop: 0 });
  expect(findings.soft).toEqual({ hedging: 0 });
});

test("JSON that was asked for must be JSON, and be what the schema asks for", () => {
  expect(failed('{"name":"Ada","age":36}', { asked: asksForPerson })).toEqual([]);
  expect(failed('```json\n{"name":"Ada","age":36}\n```', { asked: asksForPerson })).toEqual([]);
  expect(failed('{"name":"Ada"', { asked: asksForPerson })).toEqual(["not_json"]);
  expect(failed('{"name":"Ada","age":"36"}', { asked: asksForPerson })).toEqual(["schema"]);
  expect(failed("Ada is 36.", { asked: { json: true } })).toEqual(["not_json"]);
});

test("a schema that takes for ever is given up, and tells nothing", () => {
  const slow = { type: "string", pattern: "^(a+)+$" };
  const asked = { json: true, schema: slow };
  const began = performance.now();

  const findings = lookAtAnswer(answered(`"${"a".repeat(60)}b"`, { asked }));

  expect(findings.hard.schema).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(5_000);
});

test("a schema that leads nowhere or in circles tells nothing", () => {
  for (const schema of [{ $ref: "#/nowhere" }, { $ref: "#" }, { pattern: "(" }]) {
    const checked = answered('"text"', { asked: { json: true, schema } });
    expect(lookAtAnswer(checked).hard.schema).toBeUndefined();
  }
});

test("tools must exist, and be called with what their schema asks for", () => {
  const call = (name: string, inputText: string) =>
    failed("", { asked: { tools }, answer: { toolCalls: [{ name, inputText }] } });

  expect(call("add_person", '{"name":"Ada","age":36}')).toEqual([]);
  expect(call("add_person", '{"name":"Ada"}')).toEqual(["tool_calls"]);
  expect(call("add_person", '{"name":')).toEqual(["tool_calls"]);
  expect(call("drop_person", "{}")).toEqual(["tool_calls"]);
  expect(failed("Added.", { asked: { tools, mustCall: true } })).toEqual(["tool_calls"]);
});

test("tools of the provider's own may be called though the client defined none", () => {
  const answer = { toolCalls: [{ name: "web_search", inputText: "{}" }] };

  expect(failed("", { asked: { tools, toolsAreAll: false }, answer })).toEqual([]);
});

test("an answer that ran into its limit is cut, but for a limit that would cut any", () => {
  const answer = { stop: "length" } as const;

  expect(failed("The first of", { answer })).toEqual(["cut"]);
  expect(failed("B", { asked: { maxOutputTokens: 1 }, answer })).toEqual([]);
});

test("nothing but white space and marks is empty", () => {
  expect(failed(" \n")).toEqual(["empty"]);
  expect(failed("…!")).toEqual(["empty"]);
  expect(failed("42")).toEqual([]);
});

test.each([
  "I'm sorry, but I can't help with that.",
  "I cannot assist with this request.",
  "Es tut mir leid, aber dabei kann ich nicht helfen.",
  "Je suis désolé, mais je ne peux pas vous aider.",
  "Lo siento, no puedo ayudar con eso.",
  "抱歉,我无法提供帮助。",
  "申し訳ありませんが、お答えできません。",
])("a refusal is seen: %s", (text) => {
  expect(failed(text)).toEqual(["refused"]);
});

test("a provider's own word for a refusal counts, and an apology before a long answer does not", () => {
  expect(failed("No.", { answer: { stop: "refusal" } })).toEqual(["refused"]);
  expect(failed(`I'm sorry to hear that. ${"Here is what you can do next. ".repeat(30)}`)).toEqual(
    [],
  );
});

test("a text in a loop is seen", () => {
  expect(failed("The cat sat on the mat again and again. ".repeat(120))).toEqual(["loop"]);
});

test.each([
  ["3 * 4 = 12", 0],
  ["3 * 4 = 13", 1],
  ["$5 x 3 = $15 and 15 + 2 = 17", 0],
  ["2 + 3 * 4 = 14", 0],
  ["1,200 / 7 = 171.43", 0],
  ["1,200 / 7 = 172.43", 1],
  ["10 - 2 - 3 = 5", 0],
  ["(3 + 4) * 2 = 14", undefined],
  ["x + 2 = 5", undefined],
  ["no sums here", undefined],
] as const)("of %s the arithmetic is told: %s", (text, fault) => {
  expect(soft(text).arithmetic).toBe(fault);
});

test("sums of whole numbers are right when they are, for any numbers", () => {
  const number = fc.nat(100_000);
  fc.assert(
    fc.property(number, number, fc.integer({ min: 1, max: 9 }), (a, b, off) => {
      expect(soft(`${a} + ${b} = ${a + b}`).arithmetic).toBe(0);
      expect(soft(`${a} * ${b} = ${a * b}`).arithmetic).toBe(0);
      expect(soft(`${a} + ${b} = ${a + b + off}`).arithmetic).toBe(1);
    }),
  );
});

test("numbers of the prompt that an answer leaves out are a share", () => {
  const prompt = "Ann has 3 apples, Bob 4 and Cem 10. How many have they?";

  expect(soft("3 + 4 + 10 = 17", { prompt }).numbers_unused).toBe(0);
  expect(soft("3 + 4 = 7", { prompt }).numbers_unused).toBeCloseTo(1 / 3);
  expect(soft("Some.", { prompt }).numbers_unused).toBeUndefined();
});

test("a question for a number is to end with one that can be", () => {
  const prompt = "How many eggs are left?";

  expect(soft("There are 4.", { prompt }).odd_result).toBe(0);
  expect(soft("There are 4.5.", { prompt }).odd_result).toBe(0.5);
  expect(soft("There are -4.", { prompt }).odd_result).toBe(1);
  expect(soft("Some are left.", { prompt }).odd_result).toBe(1);
  expect(soft("Paris").odd_result).toBeUndefined();
});

test.each([
  ["```js\nconst a = { b: 1 };\nreturn a;\n```", 0],
  ["```js\nconst a = { b: 1;\n```", 1],
  ["```ts\nfunction f(a: string): void {}\n```", 0],
  ["```ts\nfunction f(a: string: void {}\n```", 1],
  ["```tsx\nconst a = <p>one</p>;\n```", 0],
  ['```json\n{"a": 1}\n```', 0],
  ['```json\n{"a": 1,}\n```', 1],
  ["```python\nprint('(', [1, 2])\n```", 0],
  ["```python\nprint([1, 2)\n```", 1],
  ["```js\nconst a = 1;\n", 1],
  ["```\nanything ((\n```", undefined],
  ["no code", undefined],
] as const)("of code it is told whether it parses: %j", (text, fault) => {
  expect(soft(text).broken_code).toBe(fault);
});

test("how little tokens stood out is told where the provider tells probabilities", () => {
  const sure = [{ chosen: Math.log(0.99), next: Math.log(0.01) }];
  const unsure = [{ chosen: Math.log(0.5), next: Math.log(0.4) }];

  expect(soft("B", { answer: { likelihoods: sure } }).unsure).toBeCloseTo(0.02);
  expect(soft("B", { answer: { likelihoods: unsure } }).unsure).toBeCloseTo(0.9);
  expect(soft("B").unsure).toBeUndefined();
});

test("words of doubt count, in several languages", () => {
  expect(soft("It might be Paris.").hedging).toBe(0.5);
  expect(soft("Vielleicht Paris, ich bin mir nicht sicher.").hedging).toBe(1);
  expect(soft("Paris").hedging).toBe(0);
});

test("an answer shorter than is usual for its task is told by how much", () => {
  const checked = { ...answered("12345"), usuallyAbove: 50 };

  expect(lookAtAnswer(checked).soft.short).toBeCloseTo(0.9);
});

test("no text makes the checks throw, or take long", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 2_000, unit: "grapheme" }),
    fc.constantFrom("1+".repeat(50_000), "1".repeat(100_000), "(".repeat(50_000), "```".repeat(9)),
    fc.constantFrom(
      "I might be ".repeat(5_000),
      `\`\`\`js\n${"[".repeat(30_000)}\n\`\`\``,
      '"'.repeat(60_000),
    ),
  );
  fc.assert(
    fc.property(text, (told) => {
      const began = performance.now();
      const { hard, soft: others } = lookAtAnswer(answered(told, { asked: asksForPerson }));
      expect(performance.now() - began).toBeLessThan(5_000);
      for (const fault of [...Object.values(hard), ...Object.values(others)]) {
        expect(fault).toBeGreaterThanOrEqual(0);
        expect(fault).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 60 },
  );
});
