import { expect, test } from "vitest";
import { completion, open } from "./gateway-case.fixture.ts";
import { json } from "./open-gateway.fixture.ts";

test("traces are control's to take, though their path lies below OpenAI's", async () => {
  const { gateway, provider } = await open([json(200, completion)]);

  for (const path of ["/v1/traces", "/v1/metrics?x=1", "/v1/logs"]) {
    const response = await gateway.post(path, "{}");
    // This gateway runs alone: what is control's is told to be away, and never sent to a provider.
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: "control_unavailable" } });
  }
  expect((await gateway.post("/v1/tracing", "{}")).status).toBe(404);
  expect(provider.received).toEqual([]);
});
