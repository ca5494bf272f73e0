import { requestHeaders } from "@headgate/contract";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";

const PREFIXES = 8;
const CALLS = 4;

let stack: Stack;
let openai: OpenAI;
beforeAll(async () => {
  const deployment = (url: string, api_key: string) =>
    ({ kind: "openai", base_url: `${url}/v1`, api_key, simulated: true }) as const;
  // The simulator keeps prompts by the provider's key: two keys are two deployments.
  stack = await startStack({
    providers: (url) => ({
      east: deployment(url, "sk-east"),
      west: deployment(url, "sk-west"),
    }),
    config: { models: { mini: { targets: ["east/gpt-4o-mini", "west/gpt-4o-mini"] } } },
  });
  openai = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: stack.secret, maxRetries: 0 });
});
afterAll(async () => {
  await stack.stop();
});

/** How many of the calls found their prefix kept, and which deployments answered. */
async function hits(name: string, send: (call: number) => { model: string; provider?: string }) {
  let found = 0;
  const asked = new Set<string | null>();
  for (let call = 0; call < CALLS; call++) {
    for (let prefix = 0; prefix < PREFIXES; prefix++) {
      const { model, provider } = send(call);
      const { data, response } = await openai.chat.completions
        .create(
          {
            model,
            max_tokens: 5,
            messages: [
              { role: "system", content: `Agent ${name}-${prefix}: be brief. `.repeat(500) },
              { role: "user", content: `Question ${call}?` },
            ],
          },
          provider === undefined ? {} : { headers: { [requestHeaders.provider]: provider } },
        )
        .withResponse();
      asked.add(response.headers.get("x-headgate-provider"));
      if ((data.usage?.prompt_tokens_details?.cached_tokens ?? -1) > 0) found += 1;
    }
  }
  return { found, asked };
}

test("prompts of one prefix stay on one of two equal deployments, so that its cache has them more often than by turns", async () => {
  const spread = await hits("spread", () => ({ model: "mini" }));
  const byTurns = await hits("turns", (call) => ({
    model: "gpt-4o-mini",
    provider: call % 2 === 0 ? "east" : "west",
  }));

  expect(spread.asked.size).toBe(2);
  expect(spread.found).toBe(PREFIXES * (CALLS - 1));
  expect(byTurns.found).toBe(PREFIXES * (CALLS - 2));
});
