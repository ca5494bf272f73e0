import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AzureMeter, azureBlockSize, readAzureMeter } from "./azure-meter.ts";

const meters: readonly (readonly [string, AzureMeter])[] = [
  [
    "gpt 4o 0513 Input global Tokens",
    { kind: "tokens", model: "gpt 4o 0513", component: "input", tier: "standard", scope: "global" },
  ],
  [
    "GPT 5 outpt DZone 1M Tokens",
    { kind: "tokens", model: "gpt 5", component: "output", tier: "standard", scope: "geo" },
  ],
  [
    "5.4 inp Dz 1M Tokens",
    { kind: "tokens", model: "5.4", component: "input", tier: "standard", scope: "geo" },
  ],
  [
    "5.4 opt Gl 1M Tokens",
    { kind: "tokens", model: "5.4", component: "output", tier: "standard", scope: "global" },
  ],
  [
    "GPT 5 Mini cchd Inpt Glbl",
    {
      kind: "tokens",
      model: "gpt 5 mini",
      component: "cache_read",
      tier: "standard",
      scope: "global",
    },
  ],
  [
    "Claude Sonnet 4.5 Cache Write Input glbl 1M Tokens",
    {
      kind: "tokens",
      model: "claude sonnet 4.5",
      component: "cache_write",
      tier: "standard",
      scope: "global",
    },
  ],
  [
    "5.4 cd inp Gl",
    { kind: "tokens", model: "5.4", component: "cache_read", tier: "standard", scope: "global" },
  ],
  [
    "gpt 4o 1120 cached Inp regnl Tokens",
    {
      kind: "tokens",
      model: "gpt 4o 1120",
      component: "cache_read",
      tier: "standard",
      scope: "in_region",
    },
  ],
  [
    "gpt-4o-0806-Inp-glbl Tokens",
    { kind: "tokens", model: "gpt 4o 0806", component: "input", tier: "standard", scope: "global" },
  ],
  [
    "gpt 4o mini0718 BatchOutp DataZone Tokens",
    { kind: "tokens", model: "gpt 4o mini 0718", component: "output", tier: "batch", scope: "geo" },
  ],
  [
    "gpt 4.1 Inp Data Zone Tokens",
    { kind: "tokens", model: "gpt 4.1", component: "input", tier: "standard", scope: "geo" },
  ],
  [
    "gpt rt aud 0828 cchd Inp glbl Tokens",
    {
      kind: "tokens",
      model: "gpt rt 0828",
      component: "cache_read_audio",
      tier: "standard",
      scope: "global",
    },
  ],
  [
    "gpt-4o-rt-txt-1217 Outp regnl",
    {
      kind: "tokens",
      model: "gpt 4o rt 1217",
      component: "output",
      tier: "standard",
      scope: "in_region",
    },
  ],
  [
    "text-embedding-3-large-regional Tokens",
    {
      kind: "tokens",
      model: "text embedding 3 large",
      component: "input",
      tier: "standard",
      scope: "in_region",
    },
  ],
  [
    "GPT 5 Mini pp Inpt Glbl",
    { kind: "tokens", model: "gpt 5 mini", component: "input", tier: "priority", scope: "global" },
  ],
  [
    "gpt 4o mini ft cchd inpt glbl Tokens",
    {
      kind: "tokens",
      model: "gpt 4o mini",
      component: "cache_read",
      tier: "standard",
      scope: "global",
      fineTuned: true,
    },
  ],
  [
    "Provisioned Managed Data Zone Unit",
    { kind: "provisioned", tier: "provisioned", scope: "geo" },
  ],
  [
    "Provisioned Managed Global Unit",
    { kind: "provisioned", tier: "provisioned", scope: "global" },
  ],
  ["Image-Dall-E-3 Std LowRes-regnl EP Images", { kind: "image", scope: "in_region" }],
  ["Sora 2 dzone Second", { kind: "video", scope: "geo" }],
  ["gpt-4.1 ft training regnl Tokens", { kind: "training", scope: "in_region" }],
];

describe("Azure's meters", () => {
  test.each(meters)("%s", (meter, expected) => expect(readAzureMeter(meter)).toEqual(expected));

  test("that say no direction are no tokens: nothing is guessed", () =>
    expect(readAzureMeter("Standard S1 Search Unit")).toEqual({ kind: "other" }));

  test("no text makes the reader throw", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => readAzureMeter(text).kind !== undefined),
    );
  });

  test.each([
    ["1K", "1000"],
    ["1M", "1000000"],
    ["1K Tokens", "1000"],
    ["100", "100"],
    ["10 Hours", "10"],
    ["1/Hour", "1"],
    ["Tokens", undefined],
    ["1Kelvin", undefined],
  ])("a quantity in %s counts blocks of %s", (unit, block) =>
    expect(azureBlockSize(unit)).toBe(block),
  );
});
