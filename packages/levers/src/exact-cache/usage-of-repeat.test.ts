import type { ProviderKind, Usage } from "@headgate/contract";
import { expect, test } from "vitest";
import { usageOfRepeat, warmthAfter } from "./usage-of-repeat.ts";

const MINUTE = 60_000;
const repeated = (
  usage: Usage,
  sinceUseMs: number | undefined,
  kind: ProviderKind,
  model: string,
) => usageOfRepeat(usage, warmthAfter(sinceUseMs), { kind, model });

test.each<[string, Usage, number | undefined, Usage]>([
  [
    "soon",
    { input: 20, cache_write_5m: 50_000, output: 9 },
    4 * MINUTE,
    { input: 20, cache_read: 50_000, output: 9 },
  ],
  [
    "later",
    { input: 20, cache_write_5m: 50_000 },
    5 * MINUTE,
    { input: 20, cache_write_5m: 50_000 },
  ],
  [
    "later, of both kinds",
    { cache_read: 5, cache_write_5m: 100, cache_write_1h: 200 },
    59 * MINUTE,
    { cache_read: 205, cache_write_5m: 100 },
  ],
  ["after an hour", { cache_write_1h: 200 }, 60 * MINUTE, { cache_write_1h: 200 }],
  ["at once", { input: 20, cache_write: 200 }, undefined, { input: 20, cache_write: 200 }],
  ["soon, though nothing was written", { input: 9_000 }, 0, { input: 9_000 }],
])(
  "what was written into the cache is read by who asks %s",
  (_when, usage, sinceUseMs, expected) => {
    expect(repeated(usage, sinceUseMs, "anthropic", "claude-opus-4-8")).toEqual(expected);
  },
);

test.each<[string, Usage, number, Usage]>([
  ["a long prompt", { input: 2_000, output: 5 }, 0, { cache_read: 2_000, output: 5 }],
  ["the rest of one", { input: 1_000, cache_read: 1_024 }, 0, { cache_read: 2_024 }],
  ["a short prompt", { input: 1_023 }, 0, { input: 1_023 }],
  ["a long prompt later", { input: 2_000 }, 5 * MINUTE, { input: 2_000 }],
])(
  "where prompts are kept unasked %s is read as far as it could be",
  (_what, usage, since, expected) => {
    expect(repeated(usage, since, "openai", "gpt-5")).toEqual(expected);
  },
);
