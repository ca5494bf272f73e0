import { inputTokens, outputTokens } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { answerUsage, messagesServiceTier, readMessagesUsage } from "./usage.ts";

const model = "claude-sonnet-4-6";
const counts = fc.nat(1_000_000);

test("cache reads and writes stand beside the input, thinking inside the output", () => {
  const read = readMessagesUsage(
    {
      input_tokens: 61,
      cache_creation_input_tokens: 3000,
      cache_read_input_tokens: 12_000,
      cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 2000 },
      output_tokens: 108,
      output_tokens_details: { thinking_tokens: 40 },
      server_tool_use: { web_search_requests: 2, web_fetch_requests: 1 },
    },
    model,
  );

  expect(read).toEqual({
    usage: {
      input: 61,
      cache_read: 12_000,
      cache_write_5m: 1000,
      cache_write_1h: 2000,
      output: 68,
      reasoning: 40,
      web_searches: 2,
      web_fetches: 1,
    },
    violations: [],
  });
});

test("the buckets always add up to what Anthropic states", () => {
  fc.assert(
    fc.property(
      fc.tuple(counts, counts, counts, counts),
      fc.tuple(counts, counts),
      ([input, read, fiveMinutes, oneHour], [visible, thinking]) => {
        const { usage, violations } = readMessagesUsage(
          {
            input_tokens: input,
            cache_read_input_tokens: read,
            cache_creation_input_tokens: fiveMinutes + oneHour,
            cache_creation: {
              ephemeral_5m_input_tokens: fiveMinutes,
              ephemeral_1h_input_tokens: oneHour,
            },
            output_tokens: visible + thinking,
            output_tokens_details: { thinking_tokens: thinking },
          },
          model,
        );

        expect(violations).toEqual([]);
        expect(inputTokens(usage)).toBe(input + read + fiveMinutes + oneHour);
        expect(outputTokens(usage)).toBe(visible + thinking);
      },
    ),
  );
});

test("a write whose time to live is not stated, or contradicts its total over two, has a bucket of its own", () => {
  const written = { input_tokens: 1, output_tokens: 1, cache_creation_input_tokens: 50 };

  expect(readMessagesUsage(written, model)).toEqual({
    usage: { input: 1, output: 1, cache_write: 50 },
    violations: [],
  });
  expect(
    readMessagesUsage(
      {
        ...written,
        cache_creation: { ephemeral_5m_input_tokens: 49, ephemeral_1h_input_tokens: 0 },
      },
      model,
    ),
  ).toEqual({
    usage: { input: 1, output: 1, cache_write_5m: 50 },
    violations: ["cache_creation_input_tokens 50 ≠ 49 by time to live"],
  });
  expect(
    readMessagesUsage(
      {
        ...written,
        cache_creation: { ephemeral_5m_input_tokens: 9, ephemeral_1h_input_tokens: 40 },
      },
      model,
    ).usage,
  ).toEqual({ input: 1, output: 1, cache_write: 50 });
});

test("what a stream wrote after its start has the time to live that it had until then, with a doubt", () => {
  const started = { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 2000 };
  // The last event restates the sum alone.
  const raw = {
    input_tokens: 1,
    output_tokens: 1,
    cache_creation_input_tokens: 9000,
    cache_creation: started,
  };

  expect(readMessagesUsage(raw, model)).toEqual({
    usage: { input: 1, output: 1, cache_write_1h: 9000 },
    violations: ["cache_creation_input_tokens 9000 ≠ 2000 by time to live"],
  });
});

test("more thinking than output is reported and left out", () => {
  const read = readMessagesUsage(
    { input_tokens: 1, output_tokens: 5, output_tokens_details: { thinking_tokens: 6 } },
    model,
  );

  expect(read).toEqual({
    usage: { input: 1, output: 5 },
    violations: ["output_tokens 5 is less than its thinking_tokens 6"],
  });
});

test("iterations are what is billed: compaction does not stand in the top level", () => {
  const read = readMessagesUsage(
    {
      input_tokens: 23_000,
      output_tokens: 1000,
      iterations: [
        { type: "compaction", input_tokens: 180_000, output_tokens: 3500 },
        { type: "message", model, input_tokens: 23_000, output_tokens: 1000 },
      ],
    },
    model,
  );

  expect(read).toEqual({
    usage: { input: 23_000, output: 1000 },
    otherUsage: [{ model, usage: { input: 180_000, output: 3500 } }],
    violations: [],
  });
});

test("iterations of the answer's model stay apart, since the length of each chooses its rate", () => {
  const iterations = [message({ input_tokens: 60_000 }), message({ input_tokens: 70_000 })];
  const details = { output_tokens_details: { thinking_tokens: 6 } };

  expect(readMessagesUsage({ ...message({}), ...details, iterations }, model)).toEqual({
    usage: { input: 70_000, output: 5 },
    otherUsage: [{ model, usage: { input: 60_000, output: 5 } }],
    violations: [],
  });
});

test("one object of usage says all that the answer's model used, and not what others did", () => {
  const iterations = [
    message({ cache_read_input_tokens: 3 }),
    { ...message({}), type: "advisor_message", model: "claude-opus-4-8" },
    message({}),
  ];

  expect(answerUsage({ iterations }, model)).toEqual({ input: 20, cache_read: 3, output: 10 });
});

test("a compaction at the end is not what answered", () => {
  const iterations = [message({}), { type: "compaction", input_tokens: 70, output_tokens: 7 }];

  expect(read(iterations)).toEqual({
    usage: { input: 10, output: 5 },
    otherUsage: [{ model, usage: { input: 70, output: 7 } }],
    violations: [],
  });
});

test("iterations of a model that nobody names are counted as one, and said", () => {
  expect(readMessagesUsage({ iterations: [message({}), message({})] }, undefined)).toEqual({
    usage: { input: 20, output: 10 },
    violations: [
      "2 iterations name no model: they are counted as one, whose length may have chosen another rate",
    ],
  });
});

const message = (about: Readonly<Record<string, unknown>>) => ({
  type: "message",
  input_tokens: 10,
  output_tokens: 5,
  ...about,
});
const read = (iterations: unknown, own: string | undefined = model) =>
  readMessagesUsage({ input_tokens: 10, output_tokens: 5, iterations }, own);

test("an iteration on another model is that model's usage, one for each piece of work", () => {
  const advice = { type: "advisor_message", model: "claude-opus-4-8", output_tokens: 2 };
  const other = (input: number) => ({ model: "claude-opus-4-8", usage: { input, output: 2 } });

  expect(
    read([
      message({}),
      { ...advice, input_tokens: 25 },
      message({ model: null }),
      { ...advice, input_tokens: 30 },
    ]),
  ).toEqual({
    usage: { input: 10, output: 5 },
    otherUsage: [{ model, usage: { input: 10, output: 5 } }, other(25), other(30)],
    violations: [],
  });
});

test("a dated snapshot and its undated name are one model, two snapshots are two", () => {
  const dated = "claude-opus-4-5-20251101";

  expect(read([message({ model: dated })], "claude-opus-4-5").otherUsage).toBeUndefined();
  expect(read([message({ model: "claude-opus-4-5" })], dated).otherUsage).toBeUndefined();
  expect(read([message({ model: "claude-opus-4-5-20251201" })], dated).otherUsage).toHaveLength(1);
});

test("where every iteration is another model's, the top level is not counted beside them", () => {
  expect(read([message({ model: "claude-opus-4-8" })], undefined)).toEqual({
    usage: {},
    otherUsage: [{ model: "claude-opus-4-8", usage: { input: 10, output: 5 } }],
    violations: [],
  });
});

test("an attempt that was declined before any output is not billed, and said", () => {
  const declined = { model: "claude-fable-5", input_tokens: 412, output_tokens: 0 };

  expect(read([message(declined), message({ type: "fallback_message", model })])).toEqual({
    usage: { input: 10, output: 5 },
    violations: [
      "an attempt on claude-fable-5 (412 in) was declined before any output: it is not billed and not in the usage",
    ],
  });
  expect(read([message({}), { ...declined, type: "advisor_message" }]).otherUsage).toHaveLength(1);
});

test("what another model's iteration does not say is told with the model's name", () => {
  expect(
    read([message({}), { type: "advisor_message", model: "claude-opus-4-8", output_tokens: -1 }]),
  ).toEqual({
    usage: { input: 10, output: 5 },
    otherUsage: [{ model: "claude-opus-4-8", usage: {} }],
    violations: [
      "claude-opus-4-8: output_tokens is not a count: -1",
      "claude-opus-4-8: output_tokens is missing",
      "claude-opus-4-8: input_tokens is missing",
    ],
  });
});

test.each([[[message({}), "message"]], [{ message: 1 }], ["none"]])(
  "iterations that are no list of objects are reported: %j",
  (iterations) => {
    const { usage, violations } = read(iterations);

    expect(usage).toEqual({ input: 10, output: 5 });
    expect(violations).toEqual(["iterations is not a list of objects"]);
  },
);

test("iterations of any models always add up to what they state, model by model", () => {
  const names = ["claude-sonnet-4-6", "claude-opus-4-8", "claude-fable-5"];
  const iteration = fc.record({
    type: fc.constantFrom("message", "advisor_message", "compaction"),
    model: fc.constantFrom(undefined, ...names),
    input_tokens: counts,
    cache_read_input_tokens: counts,
    output_tokens: fc.integer({ min: 1, max: 1_000_000 }),
  });
  fc.assert(
    fc.property(fc.array(iteration, { minLength: 1, maxLength: 6 }), (iterations) => {
      const { usage, otherUsage = [], violations } = read(iterations);

      expect(violations).toEqual([]);
      for (const name of names) {
        const stated = iterations.filter((one) => (one.model ?? model) === name);
        const parts = otherUsage.filter((one) => one.model === name).map((one) => one.usage);
        if (name === model) parts.push(usage);
        const sum = (numbers: readonly (number | undefined)[]) =>
          numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
        expect(sum(parts.map(inputTokens))).toBe(
          sum(stated.flatMap((one) => [one.input_tokens, one.cache_read_input_tokens])),
        );
        expect(sum(parts.map(outputTokens))).toBe(sum(stated.map((one) => one.output_tokens)));
      }
    }),
  );
});

test("inference in the United States only is told, as it has prices of its own", () => {
  const usage = { input_tokens: 1, output_tokens: 1 };
  const readIn = (inference_geo: string) => readMessagesUsage({ ...usage, inference_geo }, model);

  expect(readIn("us")).toMatchObject({ region: "us", violations: [] });
  expect(readIn("global")).not.toHaveProperty("region");
  expect(readIn("not_available")).toMatchObject({ violations: [] });
  expect(readIn("mars").violations).toEqual([
    'inference_geo "mars" is not known, and may have prices of its own',
  ]);
});

test("the billed tier is the stated one, or fast where the speed says so", () => {
  expect(messagesServiceTier({ service_tier: "priority" })).toBe("priority");
  expect(messagesServiceTier({ service_tier: "standard", speed: "fast" })).toBe("fast");
  expect(messagesServiceTier({})).toBeUndefined();
});
