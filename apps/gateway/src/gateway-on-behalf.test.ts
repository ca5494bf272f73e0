import { INTERNAL_TOKEN_HEADER, ON_BEHALF_HEADER, writeOnBehalf } from "@headgate/contract";
import { expect, test } from "vitest";
import { completion, open, request } from "./gateway-case.fixture.ts";
import { json } from "./open-gateway.fixture.ts";

const token = "the token of this run";
const control = { url: "http://127.0.0.1:9", token };

test("control asks for a call that waited by its key's id and labels; the header proves nothing without the token", async () => {
  const { gateway, provider } = await open([json(200, completion)], {}, {}, { control });
  await (await gateway.post("/v1/chat/completions", request)).text();
  const [first] = await gateway.rowsWhen(1);
  const onBehalf = {
    ...{ key_id: first?.key_id ?? "", attribution: { team: "search" }, tags: { run: "7" } },
    client_call_id: "call-that-waited",
  };
  const ask = (headers: Record<string, string>) =>
    fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify(request),
      headers: {
        ...{ "content-type": "application/json", [ON_BEHALF_HEADER]: writeOnBehalf(onBehalf) },
        ...headers,
      },
    });

  expect((await ask({})).status).toBe(401);
  expect((await ask({ [INTERNAL_TOKEN_HEADER]: "another token" })).status).toBe(401);
  expect((await ask({ [INTERNAL_TOKEN_HEADER]: token })).status).toBe(200);

  const [, row] = await gateway.rowsWhen(2);
  expect(row).toMatchObject({
    ...{ key_id: first?.key_id, client_call_id: "call-that-waited" },
    ...{ attribution: { team: "search" }, tags: { run: "7" } },
  });
  const { headers } = provider.received[1] ?? {};
  expect(Object.keys(headers ?? {}).filter((name) => name.startsWith("x-headgate-"))).toEqual([]);
});

test("a key that was revoked meanwhile is asked for no more", async () => {
  const { gateway } = await open([json(200, completion)], {}, {}, { control });
  const answer = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify(request),
    headers: {
      "content-type": "application/json",
      [INTERNAL_TOKEN_HEADER]: token,
      [ON_BEHALF_HEADER]: writeOnBehalf({ key_id: "gone", attribution: {}, tags: {} }),
    },
  });

  expect(answer.status).toBe(401);
});
