import { inputTokens, outputTokens } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { messagesServiceTier, readMessagesUsage } from "./usage.ts";

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

test("a write whose time to live is not stated, or contradicts its total, has a bucket of its own", () => {
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
    usage: { input: 1, output: 1, cache_write: 50 },
    violations: ["cache_creation_input_tokens 50 ≠ 49 by time to live"],
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

  expect(read).toEqual({ usage: { input: 203_000, output: 4500 }, violations: [] });
});

test("an iteration on another model is named, since its price is another", () => {
  const read = readMessagesUsage(
    {
      input_tokens: 2390,
      output_tokens: 121,
      iterations: [
        { type: "message", input_tokens: 1128, output_tokens: 110 },
        {
          type: "advisor_message",
          model: "claude-opus-4-8",
          input_tokens: 2518,
          output_tokens: 22,
        },
        { type: "message", input_tokens: 1262, output_tokens: 11 },
      ],
    },
    model,
  );

  expect(read).toEqual({
    usage: { input: 2390, output: 121 },
    violations: [
      "an iteration on claude-opus-4-8 (2518 in, 22 out) is billed apart and is not in the usage",
    ],
  });
});

test("inference in the United States only is flagged, as it has a rate of its own", () => {
  const usage = { input_tokens: 1, output_tokens: 1 };

  expect(readMessagesUsage({ ...usage, inference_geo: "us" }, model).violations).toHaveLength(1);
  expect(readMessagesUsage({ ...usage, inference_geo: "global" }, model).violations).toEqual([]);
});

test("the billed tier is the stated one, or fast where the speed says so", () => {
  expect(messagesServiceTier({ service_tier: "priority" })).toBe("priority");
  expect(messagesServiceTier({ service_tier: "standard", speed: "fast" })).toBe("fast");
  expect(messagesServiceTier({})).toBeUndefined();
});
