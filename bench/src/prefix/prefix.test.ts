import { afterAll, expect, test } from "vitest";
import { type Contender, startHeadgate } from "../gateway/contenders.ts";
import { compareRequests, providersAt, startProvider } from "./compare-requests.ts";

const provider = await startProvider();
let headgate: Contender | undefined;
afterAll(async () => {
  await headgate?.stop();
  await provider.close();
});

test("what no lever touches reaches the provider byte for byte, and its answer the client", async () => {
  headgate = await startHeadgate(provider.url, {
    config: { providers: providersAt(provider.url) },
  });

  const { differences, formats } = await compareRequests(headgate, provider, {
    count: 400,
    firstSeed: 1_000_000,
  });

  expect(differences).toEqual([]);
  expect(Object.keys(formats)).toHaveLength(12);
});
