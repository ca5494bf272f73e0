import { hash } from "node:crypto";
import {
  configSchema,
  outputStyles,
  PROMPT_UNDO_PATH,
  promptRecordSchema,
} from "@headgate/contract";
import { parseDollars } from "@headgate/money";
import { expect, test, vi } from "vitest";
import { completion, open } from "./gateway-case.fixture.ts";
import { json } from "./open-gateway.fixture.ts";

const path = "/v1/chat/completions";
const listing = Array.from({ length: 40 }, (_, id) => ({ id, name: `thing ${id}`, price: id }));
const indented = JSON.stringify(listing, null, 4);
const compact = JSON.stringify(listing);

/** Written by hand: white space, escapes and members in an order that no library writes. */
const bodyWith = (result: string, extra = ""): string =>
  `{ "messages" : [ {"role":"user","content":"What do w\\u0065 sell?"},
  {"role":"assistant","content":null,"tool_calls":[{"type":"function","id":"c1","function":{"name":"list","arguments":"{ }"}}]},
  {"tool_call_id":"c1","content":${JSON.stringify(result)},"role":"tool"}${extra} ],
  "temperature":1.0,   "model":"gpt-5-mini" }`;

const shortening = (prompt: object) => [{ name: "short", match: {}, prompt }];

test("a tool's JSON goes out without its white space, every other byte as it came; the row tells what that saved", async () => {
  const { gateway, provider } = await open([json(200, completion)], {
    policies: shortening({ lossless: true }),
  });

  // What was taken away is counted beside the call: the first may be settled before that.
  const rows = await vi.waitFor(async () => {
    const answer = await gateway.post(path, bodyWith(indented));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-headgate-levers")).toBe("prompt");
    await answer.text();
    expect(answer.headers.get("x-headgate-saved")).toMatch(/^0\.\d+$/);
    return gateway.rows();
  }, 60_000);

  expect(provider.received.at(-1)?.body.toString()).toBe(bodyWith(compact));
  const row = rows.at(-1);
  const [saving] = row?.savings ?? [];
  expect(row?.changes).toMatchObject([
    { lever: "prompt", did: "shortened", count: 1 },
    { lever: "prompt", did: "json", count: 1 },
  ]);
  expect(row?.changes?.[0]?.input_tokens).toBeGreaterThan(100);
  expect(saving?.lever).toBe("prompt");
  const [baseline, cost, saved] = [row?.baseline_cost, row?.charge.effective_cost, saving?.amount];
  if (baseline == null || cost == null || saved == null) throw new Error("costs are known");
  expect(parseDollars(baseline) - parseDollars(cost)).toBe(parseDollars(saved));
  expect(row?.request_bytes).toBe(Buffer.byteLength(bodyWith(indented)));
  expect(row?.prompt_parts?.tool_results).toBe(Buffer.byteLength(compact));
  for (const one of rows.filter(({ savings }) => savings[0]?.amount === null)) {
    expect(one.baseline_cost).toBeNull();
  }
});

test("by default, and where there is nothing to say shorter, a request passes byte for byte", async () => {
  const plain = await open([json(200, completion)], {});
  await (await plain.gateway.post(path, bodyWith(indented))).text();
  expect(plain.provider.received[0]?.body.toString()).toBe(bodyWith(indented));

  const nothing = await open([json(200, completion)], { policies: shortening({ lossless: true }) });
  await (await nothing.gateway.post(path, bodyWith(compact))).text();
  expect(nothing.provider.received[0]?.body.toString()).toBe(bodyWith(compact));
  const [row] = await nothing.gateway.rowsWhen(1);
  expect(row?.changes).toBeUndefined();
  expect(row?.baseline_cost).toBe(row?.charge.effective_cost);
});

test("a session under way when the lever is switched on keeps the prefix that its provider has", async () => {
  const { gateway, provider } = await open([json(200, completion)], {});
  const config = (prompt: object) =>
    configSchema.parse({
      providers: {
        openai: { kind: "openai", base_url: `${provider.url}/v1`, api_key: "sk-provider" },
      },
      policies: shortening(prompt),
    });
  const send = async (session: string, body: string): Promise<string | undefined> => {
    const answer = await gateway.post(path, body, { "x-headgate-session": session });
    await answer.text();
    return provider.received.at(-1)?.body.toString();
  };
  const later = `,{"role":"assistant","content":"Things."},{"role":"user","content":"More?"}`;

  await send("old", bodyWith(indented));
  gateway.gateway.reconfigure(config({ lossless: true }));
  expect(await send("old", bodyWith(indented, later))).toBe(bodyWith(indented, later));
  const begins = '{"model":"gpt-5-mini","messages":[{"role":"user","content":"What do we sell?"}]}';
  expect(await send("new", begins)).toBe(begins);
  expect(await send("new", bodyWith(indented))).toBe(bodyWith(compact));
  expect(await send("new", bodyWith(indented, later))).toBe(bodyWith(compact, later));
  gateway.gateway.reconfigure(config({}));
  expect(await send("new", bodyWith(indented, later))).toBe(bodyWith(indented, later));
});

test("an approved system prompt is sent in place of its original, and both versions are labelled", async () => {
  const original = "You are an assistant. Please make sure that you always answer briefly.";
  const body = (system: string) =>
    `{"model": "gpt-5-mini", "messages": [{"role": "system", "content": ${JSON.stringify(system)}}, {"role": "user", "content": "Hi"}]}`;
  const approved = { name: "brief", sha256: hash("sha256", original), text: "Answer briefly." };

  const all = await open([json(200, completion)], { prompts: [{ ...approved, hold_out: 0 }] });
  await (await all.gateway.post(path, body(original))).text();
  expect(all.provider.received[0]?.body.toString()).toBe(body("Answer briefly."));
  const [sent] = await all.gateway.rowsWhen(1);
  expect(sent?.tags).toEqual({ "prompt.brief": "approved" });
  expect(sent?.changes?.[0]).toMatchObject({ lever: "prompt", did: "prompt_version", count: 1 });

  const none = await open([json(200, completion)], { prompts: [{ ...approved, hold_out: 1 }] });
  await (await none.gateway.post(path, body(original))).text();
  expect(none.provider.received[0]?.body.toString()).toBe(body(original));
  const [held] = await none.gateway.rowsWhen(1);
  expect(held?.tags).toEqual({ "prompt.brief": "original" });
  expect(held?.changes).toEqual([{ lever: "prompt", did: "prompt_held_out", count: 1 }]);
  expect(held?.savings).toEqual([{ lever: "prompt", amount: "0.000000000000" }]);
  expect(held?.baseline_cost).toBe(held?.charge.effective_cost);
});

test("an approved system prompt is sent where a style line stands behind the prompts as well, and the line stays", async () => {
  const original = "You are an assistant. Please make sure that you always answer briefly.";
  const body = (system: string) =>
    `{"model": "gpt-5-mini", "messages": [{"role": "system", "content": ${JSON.stringify(system)}}, {"role": "user", "content": "Hi"}]}`;
  const approved = { name: "brief", sha256: hash("sha256", original), text: "Answer briefly." };
  const { gateway, provider } = await open([json(200, completion)], {
    policies: [{ name: "terse", match: {}, output: { style: "terse" } }],
    prompts: [{ ...approved, hold_out: 0 }],
  });

  await (await gateway.post(path, body(original))).text();

  const sent = `Answer briefly.\n\n${outputStyles.terse}`;
  expect(provider.received[0]?.body.toString()).toBe(body(sent));
  const [row] = await gateway.rowsWhen(1);
  expect(row?.tags).toEqual({ "prompt.brief": "approved" });
});

const always = { name: "kept", match: {}, exact_cache: { when: "always" as const } };
test.each([
  ["of its prompt", 0.5, {}],
  ["of its policy", 0, { holdout: { prompt: 0.5 } }],
])("no session gets a kept answer to the other version %s", async (_what, hold_out, more) => {
  const original = "You are an assistant. Please make sure that you always answer briefly.";
  const prompts = [
    { name: "brief", sha256: hash("sha256", original), text: "Answer briefly.", hold_out },
  ];
  const { gateway, provider } = await open(
    [
      (response, received) => {
        const [{ content }] = JSON.parse(received.body.toString()).messages;
        const [choice] = completion.choices;
        const choices = [{ ...choice, message: { role: "assistant", content } }];
        json(200, { ...completion, choices })(response, received);
      },
    ],
    { prompts, policies: [{ ...always, ...more }] },
  );
  const ask = async (session: string, cache?: string): Promise<string> => {
    const messages = [
      { role: "system", content: original },
      { role: "user", content: "Hi" },
    ];
    const answer = await gateway.post(
      path,
      { model: "gpt-5-mini", messages },
      { "x-headgate-session": session, ...(cache !== undefined && { "x-headgate-cache": cache }) },
    );
    return JSON.parse(await answer.text()).choices[0].message.content;
  };
  const sessions = Array.from({ length: 16 }, (_, index) => `session ${index}`);

  const [own, kept]: [string[], string[]] = [[], []];
  for (const session of sessions) {
    own.push(await ask(session, "bypass"));
    kept.push(await ask(session));
  }

  expect(new Set(own).size).toBe(2);
  expect(kept).toEqual(own);
  expect(provider.received).toHaveLength(sessions.length + 2);
});

test("what a call's passes did is undone for the key that made it, to no other key, and makes its row's digest", async () => {
  const { gateway } = await open([json(200, completion)], {
    policies: shortening({ lossless: true }),
  });
  const other = await gateway.addKey({});
  const answer = await gateway.post(path, bodyWith(indented));
  await answer.text();
  const id = answer.headers.get("x-headgate-call-id");
  const undo = (secret: string, callId = id) =>
    fetch(`${gateway.url}${PROMPT_UNDO_PATH}${callId}`, {
      headers: { authorization: `Bearer ${secret}` },
    });

  const mine = promptRecordSchema.parse(await (await undo(gateway.secret)).json());

  expect(mine).toMatchObject({
    is_same: true,
    texts: [{ path: ["messages", 2, "content"], sent: compact, steps: [{ before: indented }] }],
  });
  const [row] = await gateway.rowsWhen(1);
  expect(row?.changes?.[0]?.digest).toBe(mine.digest);
  for (const refused of [await undo(other), await undo(gateway.secret, "no-such-call")]) {
    expect(refused.status).toBe(404);
    expect(refused.headers.get("x-headgate-error")).toBe("prompt_record_unknown");
  }
  expect((await undo("hg_nobody")).status).toBe(401);
});

test("where texts may not be held nothing is undone, and the row still has its digest", async () => {
  const { gateway } = await open([json(200, completion)], {
    policies: shortening({ lossless: true }),
    caches: { prompt: { max_bytes: 0 } },
  });
  const answer = await gateway.post(path, bodyWith(indented));
  await answer.text();

  const undone = await fetch(
    `${gateway.url}${PROMPT_UNDO_PATH}${answer.headers.get("x-headgate-call-id")}`,
    { headers: { authorization: `Bearer ${gateway.secret}` } },
  );

  expect(undone.status).toBe(404);
  const [row] = await gateway.rowsWhen(1);
  expect(row?.changes?.[0]?.digest).toMatch(/^[\w-]{43}$/);
});
