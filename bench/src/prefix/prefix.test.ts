import { afterAll, expect, test } from "vitest";
import { type Contender, startHeadgate } from "../gateway/contenders.ts";
import { compareRequests, providersAt, startProvider } from "./compare-requests.ts";
import { leversOn } from "./levers-on.ts";

const provider = await startProvider();
let headgate: Contender | undefined;
afterAll(async () => {
  await headgate?.stop();
  await provider.close();
});

test.each([
  ["off", [], 1_000_000],
  ["on", leversOn, 2_000_000],
] as const)(
  "with levers %s, what none of them touches reaches the provider byte for byte, and its answer the client",
  async (_levers, policies, firstSeed) => {
    await headgate?.stop();
    headgate = await startHeadgate(provider.url, {
      config: { providers: providersAt(provider.url), policies: [...policies] },
    });

    const { differences, formats } = await compareRequests(headgate, provider, {
      count: 400,
      firstSeed,
    });

    expect(differences).toEqual([]);
    expect(Object.keys(formats)).toHaveLength(12);
  },
);
