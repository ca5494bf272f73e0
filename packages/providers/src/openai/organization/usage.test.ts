import fc from "fast-check";
import { expect, test } from "vitest";
import { readOrganizationUsage } from "./usage.ts";

const count = fc.integer({ min: 0, max: 1_000_000 });

test("all input tokens are in one bucket each: text, audio and images, uncached, cached and written", () => {
  fc.assert(
    fc.property(
      fc.record({ text: count, audio: count, image: count, cached: count, written: count }),
      fc.record({ cachedAudio: count, answer: count, spoken: count }),
      ({ text, audio, image, cached, written }, { cachedAudio, answer, spoken }) => {
        const raw = {
          input_tokens: text + audio + image + cached + cachedAudio + written,
          input_text_tokens: text,
          input_audio_tokens: audio,
          input_image_tokens: image,
          input_cached_tokens: cached + cachedAudio,
          input_cached_audio_tokens: cachedAudio,
          input_cache_write_tokens: written,
          output_tokens: answer + spoken,
          output_audio_tokens: spoken,
        };
        expect(readOrganizationUsage(raw)).toEqual({
          usage: {
            input: text,
            input_audio: audio,
            input_image: image,
            cache_read: cached,
            cache_read_audio: cachedAudio,
            cache_write: written,
            output: answer,
            output_audio: spoken,
          },
          violations: [],
        });
      },
    ),
  );
});

test("parts that are more than the whole, and wholes that are not their sum, are told", () => {
  expect(readOrganizationUsage({ input_tokens: 5, input_cached_tokens: 9 }).violations).toEqual([
    "input_tokens 5 are less than those of the cache 9",
  ]);
  expect(
    readOrganizationUsage({ input_tokens: 10, input_uncached_tokens: 5, input_cached_tokens: 4 })
      .violations,
  ).toEqual(["input_tokens 10 ≠ 9 of the parts"]);
  expect(readOrganizationUsage({ output_tokens: 1, output_audio_tokens: 2 }).violations).toEqual([
    "1 tokens are less than their parts 2",
  ]);
});

test("tools are counted by the kind of result", () => {
  expect(
    ["file_searches", "web_searches", "vector_stores"].map(
      (kind) =>
        readOrganizationUsage({
          object: `organization.usage.${kind}.result`,
          num_requests: 3,
        }).usage,
    ),
  ).toEqual([{ file_searches: 3 }, { web_searches: 3 }, {}]);
  expect(readOrganizationUsage({ num_sessions: 2 }).usage).toEqual({ code_sessions: 2 });
});
