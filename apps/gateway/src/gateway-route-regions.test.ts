import { afterEach, expect, test } from "vitest";
import {
  json,
  type OpenGateway,
  openGateway,
  type ScriptedProvider,
  scriptedProvider,
} from "./open-gateway.fixture.ts";

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

const LONG =
  "The printer on the second floor is on fire because its fuser was left running over the weekend, and the paper tray is blocked.";

type Places = Readonly<Record<"home" | "eu" | "us" | "plain", ScriptedProvider>>;

/** A provider that clients ask, and one in each region, or in none that is known; all answer in long texts. */
async function openRegions(
  route: object,
  models: Readonly<Record<string, string[]>> = {},
): Promise<Readonly<{ gateway: OpenGateway; places: Places; warnings: string[] }>> {
  const open = async (): Promise<ScriptedProvider> => {
    const provider = await scriptedProvider((response, received) => {
      const { model } = JSON.parse(received.body.toString());
      const message = { role: "assistant", content: `${LONG} ${model}` };
      json(200, {
        ...{ id: "a", object: "chat.completion", model },
        choices: [{ index: 0, finish_reason: "stop", message }],
        usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
      })(response, received);
    });
    toClose.push(provider.close);
    return provider;
  };
  const places: Places = {
    ...{ home: await open(), eu: await open() },
    ...{ us: await open(), plain: await open() },
  };
  const at = (place: keyof Places, kind: "openai" | "openai-compatible", region?: string) => ({
    ...{ kind, base_url: `${places[place].url}/v1`, api_key: "sk-test", prices: "openai" },
    ...(region !== undefined && { region }),
  });
  const warnings: string[] = [];
  const log = { ...silent, warn: (_: object, message: string) => void warnings.push(message) };
  const gateway = await openGateway(
    {
      providers: {
        home: at("home", "openai", "eu-central-1"),
        eu: at("eu", "openai-compatible", "eu-central-1"),
        us: at("us", "openai-compatible", "us-east-1"),
        plain: at("plain", "openai-compatible"),
      },
      models,
      policies: [
        { name: "regional", match: {}, route: { mode: "shadow", shadow_share: 0.5, ...route } },
      ],
    },
    {},
    { log: log as never },
  );
  toClose.push(gateway.close);
  return { gateway, places, warnings };
}

const nothing = (): void => undefined;
const silent = { error: nothing, info: nothing, debug: nothing, trace: nothing, fatal: nothing };

async function askMany({ post, gateway }: OpenGateway): Promise<void> {
  for (let index = 0; index < 20; index += 1) {
    const answer = await post("/v1/chat/completions", {
      model: "gpt-4o",
      messages: [{ role: "user", content: `Ticket ${index}: which queue?` }],
    });
    expect(answer.status).toBe(200);
    await answer.text();
  }
  await gateway.labels.idle();
}

const askedAt = ({ received }: ScriptedProvider): number => received.length;
const pool = ["eu/gpt-4o-mini", "us/gpt-4o-mini", "plain/gpt-4o-mini"];

test("models of the pool are tried in the regions that the policy allows alone, and never where no region is known", async () => {
  const { gateway, places, warnings } = await openRegions({
    ...{ pool, regions: ["eu-central-1"], judge: "eu/gpt-4.1" },
  });
  await askMany(gateway);

  expect(gateway.gateway.labels.tally.sampled).toBeGreaterThan(0);
  expect(askedAt(places.eu)).toBeGreaterThan(0);
  expect([askedAt(places.us), askedAt(places.plain)]).toEqual([0, 0]);
  expect(warnings).toEqual([]);
});

test("providers that the policy does not name are not tried either", async () => {
  const { gateway, places } = await openRegions({
    ...{ pool, providers: ["home", "us"], judge: "us/gpt-4.1" },
  });
  await askMany(gateway);

  expect(askedAt(places.us)).toBeGreaterThan(0);
  expect([askedAt(places.eu), askedAt(places.plain)]).toEqual([0, 0]);
});

test.each(["us/gpt-4.1", "plain/gpt-4.1"])(
  "a judge outside of the policy's regions (%s) is shown no call, which is told; what nobody judges counts",
  async (judge) => {
    const { gateway, places, warnings } = await openRegions({
      ...{ pool: ["eu/gpt-4o-mini"], regions: ["eu-central-1"], judge },
    });
    await askMany(gateway);

    const { sampled, notJudged, learned } = gateway.gateway.labels.tally;
    expect(sampled).toBeGreaterThan(0);
    expect({ notJudged, learned }).toEqual({ notJudged: sampled, learned: 0 });
    expect([askedAt(places.us), askedAt(places.plain)]).toEqual([0, 0]);
    expect(warnings).toEqual([expect.stringContaining(`${judge} is not asked, as provider`)]);
  },
);

test("a judge is asked at its own provider, whatever a model's name of the operator's own leads to", async () => {
  const { gateway, places } = await openRegions(
    { pool: ["eu/gpt-4o-mini"], regions: ["eu-central-1"], judge: "eu/gpt-4.1" },
    { "eu/gpt-4.1": ["us/gpt-4.1"] },
  );
  await askMany(gateway);

  const models = places.eu.received.map(({ body }) => JSON.parse(body.toString()).model);
  expect(models).toContain("gpt-4.1");
  expect(askedAt(places.us)).toBe(0);
});

test("a reference that the policy's own constraints exclude is told, and calls are held against the model that they ask for", async () => {
  const { gateway, places, warnings } = await openRegions({
    ...{ pool: ["eu/gpt-4o-mini"], regions: ["eu-central-1"], reference: "us/gpt-4o" },
  });
  await askMany(gateway);

  expect(askedAt(places.us)).toBe(0);
  const [row] = gateway.rows();
  expect(row?.route?.reference).toBe("home/gpt-4o");
  expect(warnings).toEqual([
    expect.stringContaining("each call is held against the model that its client asks for"),
  ]);
});
