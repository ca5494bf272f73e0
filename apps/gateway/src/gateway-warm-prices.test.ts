import { configSchema } from "@headgate/contract";
import { afterEach, expect, test } from "vitest";
import { json, openGateway, scriptedProvider } from "./open-gateway.fixture.ts";

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

const review = "The soup was cold. ".repeat(800);

/**
 * What becomes of a plain task for gpt-4.1 after eight calls that its provider answered, so many of 4,000 tokens read from
 * its cache. o4-mini at another provider costs about half of it cold, and more than it warm.
 */
async function nextAfter(cachedTokens: number): Promise<unknown> {
  const provider = await scriptedProvider((response, received) => {
    const { model } = JSON.parse(received.body.toString());
    const message = { role: "assistant", content: `by ${model}` };
    json(200, {
      id: "a",
      object: "chat.completion",
      model,
      choices: [{ index: 0, finish_reason: "stop", message }],
      usage: {
        prompt_tokens: 4_000,
        completion_tokens: 20,
        total_tokens: 4_020,
        prompt_tokens_details: { cached_tokens: cachedTokens },
      },
    })(response, received);
  });
  toClose.push(provider.close);
  const openai = { kind: "openai" as const, base_url: `${provider.url}/v1`, api_key: "sk-test" };
  const configOf = (mode: "shadow" | "on") => ({
    listen: { port: 0 },
    providers: { lab: { ...openai, prices: "openai" }, other: { ...openai, prices: "openai" } },
    models: { "gpt-4.1": ["lab/gpt-4.1"] },
    policies: [
      {
        name: "near",
        match: {},
        route: { mode, pool: ["other/o4-mini"], day_one: "tiers" as const, shadow_share: 0 },
      },
    ],
  });
  const gateway = await openGateway(configOf("shadow"));
  toClose.push(gateway.close);
  const ask = async (content: string) => {
    const messages = [
      { role: "system", content: "Classify the sentiment of the review as positive or negative." },
      { role: "user", content },
    ];
    const answer = await gateway.post("/v1/chat/completions", { model: "gpt-4.1", messages });
    await answer.text();
  };
  for (let call = 0; call < 8; call += 1) await ask(`${call} ${review}`);
  gateway.gateway.reconfigure(configSchema.parse(configOf("on")));
  await ask(`Last ${review}`);
  const [last] = (await gateway.rowsWhen(9)).slice(-1);
  return last?.route;
}

test("a model that is cheaper by list is not asked where it would cost more than what the reference's cache holds", async () => {
  expect(await nextAfter(3_600)).toMatchObject({
    reference: "lab/gpt-4.1",
    chosen: "lab/gpt-4.1",
    reason: "no_cheaper_fit",
  });
});

test("where nothing is kept it is", async () => {
  expect(await nextAfter(0)).toMatchObject({ chosen: "other/o4-mini", reason: "assumed" });
});
