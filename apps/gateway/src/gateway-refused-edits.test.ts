import { outputStyles, responseHeaders } from "@headgate/contract";
import { expect, test } from "vitest";
import { completion, open, request } from "./gateway-case.fixture.ts";
import { json } from "./open-gateway.fixture.ts";

const limited = { policies: [{ name: "short", output: { max_tokens: 400 } }] };
const bad = { error: { message: "Unsupported parameter", type: "invalid_request_error" } };

test.each([400, 422])(
  "a request that is refused with %i as a lever changed it goes again as the client sent it",
  async (status) => {
    const { gateway, provider } = await open([json(status, bad), json(200, completion)], limited);

    const body = JSON.stringify(request, undefined, 1);
    const response = await gateway.post("/v1/chat/completions", body);

    expect(response.status).toBe(200);
    expect(response.headers.get(responseHeaders.levers)).toBeNull();
    expect(provider.received[1]?.body.toString("utf8")).toBe(body);
    const [refused, answered] = await gateway.rowsWhen(2);
    expect(refused).toMatchObject({
      final: false,
      status,
      changes: [{ lever: "output", did: "limit_set" }],
      baseline_cost: "0.000000000000",
      savings: [],
    });
    expect(answered).toMatchObject({
      final: true,
      baseline_cost: answered?.charge.effective_cost,
      savings: [],
    });
    expect(answered?.changes).toBeUndefined();
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/headgate_lever_failures_total\{lever="output"\} 1\b/);
  },
);

test("a request that is bad in itself is refused to its client, after one more look", async () => {
  const { gateway, provider } = await open([json(400, bad), json(400, bad)], limited);

  const response = await gateway.post("/v1/chat/completions", request);

  expect(response.status).toBe(400);
  expect(await response.json()).toEqual(bad);
  expect(provider.received).toHaveLength(2);
});

test("a request that no lever changed is sent once", async () => {
  const { gateway, provider } = await open([json(400, bad)], {});

  const response = await gateway.post("/v1/chat/completions", request);

  expect(response.status).toBe(400);
  expect(provider.received).toHaveLength(1);
});

test("a model that refuses what the output lever adds is not tried with it on the next call", async () => {
  const { gateway, provider } = await open([json(400, bad), json(200, completion)], {
    policies: [{ name: "ending", output: { stop: ["END"], style: "terse" } }],
  });
  const post = async (): Promise<string | null> => {
    const answer = await gateway.post("/v1/chat/completions", request);
    await answer.text();
    return answer.headers.get(responseHeaders.attempts);
  };

  const attempts = [await post(), await post()];

  expect(attempts).toEqual(["2", "1"]);
  const last = provider.received.at(-1)?.body.toString("utf8");
  expect(last).not.toContain("END");
  expect(last).toContain(outputStyles.terse);
});
