import { inputTokens, outputTokens } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readGeminiUsage } from "./usage.ts";

const details = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).map(([modality, tokenCount]) => ({ modality, tokenCount }));

test("thoughts stand outside the candidates, the cache inside the prompt, tools' results beside it", () => {
  const read = readGeminiUsage({
    promptTokenCount: 1000,
    cachedContentTokenCount: 800,
    candidatesTokenCount: 50,
    thoughtsTokenCount: 300,
    toolUsePromptTokenCount: 70,
    totalTokenCount: 1420,
  });

  expect(read).toEqual({
    usage: { input: 270, cache_read: 800, output: 50, reasoning: 300 },
    violations: [],
  });
});

test("each modality has its own bucket, and what was cached of it is not counted again", () => {
  const read = readGeminiUsage({
    promptTokenCount: 1000,
    cachedContentTokenCount: 400,
    candidatesTokenCount: 1300,
    totalTokenCount: 2300,
    promptTokensDetails: details({ TEXT: 200, AUDIO: 500, IMAGE: 258, VIDEO: 42 }),
    cacheTokensDetails: details({ TEXT: 100, AUDIO: 300 }),
    candidatesTokensDetails: details({ IMAGE: 1290 }),
  });

  expect(read).toEqual({
    usage: {
      input: 100,
      input_audio: 200,
      input_image: 258,
      input_video: 42,
      cache_read: 100,
      cache_read_audio: 300,
      output: 10,
      output_image: 1290,
    },
    violations: [],
  });
});

test("what was not said has no bucket", () => {
  expect(readGeminiUsage({ promptTokenCount: 9, totalTokenCount: 9 }).usage).toEqual({ input: 9 });
  expect(readGeminiUsage({ totalTokenCount: 9 })).toEqual({
    usage: {},
    violations: ["promptTokenCount is missing"],
  });
});

test.each([
  ["a total that is no sum", { promptTokenCount: 9, totalTokenCount: 10 }, { input: 9 }],
  [
    "more cached than there is",
    { promptTokenCount: 9, cachedContentTokenCount: 10, totalTokenCount: 9 },
    { input: 9, cache_read: 10 },
  ],
  [
    "details that add up to more than their count",
    { promptTokenCount: 9, promptTokensDetails: details({ AUDIO: 10 }) },
    { input: 9 },
  ],
  [
    "a cache of unknown modality in a prompt of several",
    { promptTokenCount: 9, cachedContentTokenCount: 4, promptTokensDetails: details({ AUDIO: 5 }) },
    { input: 5, cache_read: 4 },
  ],
  ["a count that is none", { promptTokenCount: 9, candidatesTokenCount: -1 }, { input: 9 }],
])("%s is a violation, its split left out and nothing clipped", (_name, raw, usage) => {
  const read = readGeminiUsage(raw);

  expect(read.usage).toEqual(usage);
  expect(read.violations).toHaveLength(1);
});

const count = fc.nat(1_000_000);

test("buckets add up to the provider's total, for any usage that does not contradict itself", () => {
  fc.assert(
    fc.property(
      fc.record({ text: count, audio: count, image: count, cachedText: count, cachedAudio: count }),
      fc.record({ tools: count, candidates: count, thoughts: count, drawn: count }),
      (prompt, rest) => {
        const cacheText = Math.min(prompt.text, prompt.cachedText);
        const cacheAudio = Math.min(prompt.audio, prompt.cachedAudio);
        const promptTokenCount = prompt.text + prompt.audio + prompt.image;
        const candidatesTokenCount = rest.candidates + rest.drawn;
        const totalTokenCount =
          promptTokenCount + candidatesTokenCount + rest.thoughts + rest.tools;

        const { usage, violations } = readGeminiUsage({
          promptTokenCount,
          cachedContentTokenCount: cacheText + cacheAudio,
          candidatesTokenCount,
          thoughtsTokenCount: rest.thoughts,
          toolUsePromptTokenCount: rest.tools,
          totalTokenCount,
          promptTokensDetails: details({
            TEXT: prompt.text,
            AUDIO: prompt.audio,
            IMAGE: prompt.image,
          }),
          cacheTokensDetails: details({ TEXT: cacheText, AUDIO: cacheAudio }),
          candidatesTokensDetails: details({ IMAGE: rest.drawn }),
        });

        expect(violations).toEqual([]);
        const input = inputTokens(usage) ?? Number.NaN;
        expect(input + (outputTokens(usage) ?? Number.NaN)).toBe(totalTokenCount);
        expect(usage.input_audio).toBe(prompt.audio - cacheAudio);
      },
    ),
  );
});
