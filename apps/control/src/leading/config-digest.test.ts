import { configSchema } from "@headgate/contract";
import { expect, test } from "vitest";
import { configDigest } from "./config-digest.ts";

const openai = { kind: "openai", base_url: "http://127.0.0.1:9/v1", api_key: "x" };
const anthropic = { kind: "anthropic", base_url: "http://127.0.0.1:9", api_key: "x" };
const digestOf = (config: object): string => configDigest(configSchema.parse(config));

test("configurations that treat calls alike have one digest, whatever is a node's own and in which order names stand", () => {
  const digest = digestOf({ providers: { openai, anthropic } });

  expect(digest).toMatch(/^[0-9a-f]{12}$/);
  expect(digestOf({ providers: { anthropic, openai } })).toBe(digest);
  expect(
    digestOf({
      ...{ providers: { openai, anthropic }, listen: { port: 4_101 } },
      ...{ admin_key: "a-key-of-this-node", spool: { durability: "disk" } },
    }),
  ).toBe(digest);
});

test("configurations that differ in a budget, a provider's key or the order of policies have two", () => {
  const policies = [{ name: "one" }, { name: "two" }];
  const configs = [
    {},
    { budgets: [{ name: "all", window: "day", limit: "5" }] },
    { providers: { openai } },
    { providers: { openai: { ...openai, api_key: "y" } } },
    { policies },
    { policies: policies.toReversed() },
  ];

  expect(new Set(configs.map(digestOf)).size).toBe(configs.length);
});
