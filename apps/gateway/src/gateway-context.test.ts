import type { LedgerRow } from "@headgate/contract";
import { expect, test } from "vitest";
import { completion, open } from "./gateway-case.fixture.ts";
import { type Answer, json } from "./open-gateway.fixture.ts";

const path = "/v1/chat/completions";

type Message = Record<string, unknown>;

/** A session of an agent: a question, then so many steps with a tool's result each. */
function history(steps: number, resultWords = 300): Message[] {
  const messages: Message[] = [
    { role: "system", content: "You mend programs. ".repeat(40) },
    { role: "user", content: "Why does the build fail?" },
  ];
  for (let step = 0; step < steps; step++) {
    messages.push(
      {
        role: "assistant",
        content: null,
        tool_calls: [
          {
            id: `call-${step}`,
            type: "function",
            function: { name: "read", arguments: `{"n":${step}}` },
          },
        ],
      },
      {
        role: "tool",
        tool_call_id: `call-${step}`,
        content: `file ${step}: ${`line of ${step} `.repeat(resultWords)}`,
      },
    );
  }
  return messages;
}

const request = (messages: Message[]) => ({ model: "gpt-5-mini", messages });

/** A provider that caches the beginning that a request shares with the one before, and bills by letters. */
function cachingProvider(): Answer {
  let before = "";
  return (response, received) => {
    const text = received.body.toString();
    let shared = 0;
    while (shared < before.length && before[shared] === text[shared]) shared += 1;
    before = text;
    const usage = {
      prompt_tokens: Math.ceil(text.length / 4),
      completion_tokens: 10,
      prompt_tokens_details: { cached_tokens: Math.floor(shared / 4) },
    };
    json(200, { ...completion, usage })(response, received);
  };
}

const picos = (text: string | null | undefined): bigint =>
  BigInt((text ?? "unknown").replace(".", ""));

const expectExact = ({ baseline_cost, charge, savings }: LedgerRow): void => {
  const saved = savings.reduce((sum, { amount }) => sum + picos(amount), 0n);
  expect(saved).toBe(picos(baseline_cost) - picos(charge.effective_cost));
};

const policies = (context: object) => [{ name: "agents", context }];

test("auto clears old results where that pays, in the same bytes from then on, and its savings are exact", async () => {
  const { gateway, provider } = await open([cachingProvider()], {
    policies: policies({ strategy: "auto", entry_cap_tokens: 100_000 }),
  });

  for (let steps = 0; steps <= 16; steps++) {
    await (await gateway.post(path, request(history(steps)))).text();
  }

  const rows = await gateway.rowsWhen(17);
  rows.forEach(expectExact);
  const cleared = rows.map(
    ({ changes }) => changes?.find(({ did }) => did === "cleared_tool_results")?.count ?? 0,
  );
  expect(cleared.at(-1)).toBeGreaterThan(5);
  expect(cleared).toEqual([...cleared].sort((left, right) => left - right));
  expect(new Set(cleared).size).toBeLessThan(8);
  const total = rows
    .flatMap(({ savings }) => savings)
    .reduce((sum, { amount }) => sum + picos(amount), 0n);
  expect(total).toBeGreaterThan(0n);
  const sent = provider.received.map(
    ({ body }) => JSON.parse(body.toString()).messages as Message[],
  );
  for (const [index, messages] of sent.entries()) {
    expect(messages).toHaveLength(history(index).length);
    const isDecision = cleared[index] !== cleared[index - 1];
    if (!isDecision && index > 0) {
      expect(messages.slice(0, sent[index - 1]?.length)).toEqual(sent[index - 1]);
    }
  }
});

test("a decision that leaves OpenAI nothing to read is a loss of its call, and what it spares the next ones a gain", async () => {
  const { gateway } = await open(
    [
      (response, received) => {
        const usage = {
          prompt_tokens: Math.ceil(received.body.length / 4),
          completion_tokens: 10,
          prompt_tokens_details: { cached_tokens: 0 },
        };
        json(200, { ...completion, usage })(response, received);
      },
    ],
    { policies: policies({ strategy: "window", window: { max_turns: 7, to_turns: 6 } }) },
  );

  for (let call = 0; call < 2; call++) {
    await (await gateway.post(path, request(history(8)))).text();
  }

  const rows = await gateway.rowsWhen(2);
  rows.forEach(expectExact);
  const [decided = 0n, again = 0n] = rows.map(({ savings }) => picos(savings[0]?.amount));
  expect(decided).toBeLessThan(0n);
  expect(again).toBeGreaterThan(0n);
});

test("what went can be had by its handle, by the key whose request it was and by no other", async () => {
  const { gateway, provider } = await open([json(200, completion)], {
    policies: policies({ entry_cap_tokens: 100 }),
  });
  const messages = history(1);

  await (await gateway.post(path, request(messages))).text();

  const sent = JSON.parse(String(provider.received[0]?.body)).messages as Message[];
  const handle = /hg_[\w-]{16}/.exec(String(sent.at(-1)?.content))?.[0] ?? "none";
  const ask = (secret: string) =>
    fetch(`${gateway.url}/v1/headgate/context/${handle}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
  expect(await (await ask(gateway.secret)).json()).toEqual({
    handle,
    text: messages.at(-1)?.content,
  });
  const other = await ask(await gateway.addKey({}));
  expect([other.status, other.headers.get("x-headgate-call-id")]).toEqual([
    404,
    expect.any(String),
  ]);
  expect(await other.text()).toContain("context_handle_unknown");
  expect((await ask("hg-nobody")).status).toBe(401);
  const [row] = await gateway.rowsWhen(1);
  expect(row?.changes).toEqual([
    { lever: "context", did: "capped_tool_results", count: 1, input_tokens: expect.any(Number) },
  ]);
  expect(row?.changes?.[0]?.input_tokens).toBeGreaterThan(500);
  expect(row?.request_bytes).toBe(JSON.stringify(request(messages)).length);
});

test("a summary is a call of its own, with its cost on its own row; the history goes on with it", async () => {
  const summary = {
    ...completion,
    choices: [{ index: 0, message: { content: "It was the linker." } }],
  };
  const { gateway, provider } = await open(
    [
      (response, received) => {
        const isSummary = received.body.includes("Sum up this part");
        json(200, isSummary ? summary : completion)(response, received);
      },
    ],
    {
      policies: policies({
        strategy: "summary",
        summary: { model: "gpt-5-nano" },
        budget: { max_tokens: 4_000, to_tokens: 2_000 },
      }),
    },
    { attribution: { team: "search" } },
  );

  await (await gateway.post(path, request(history(8)))).text();
  await (await gateway.post(path, request(history(9, 5)))).text();

  const bodies = provider.received.map(({ body }) => JSON.parse(body.toString()));
  expect(bodies.map(({ model }) => model)).toEqual(["gpt-5-nano", "gpt-5-mini", "gpt-5-mini"]);
  expect(bodies[1].messages[1].content).toBe(
    "Why does the build fail?\n\n[What was said since, summed up:\nIt was the linker.]",
  );
  expect(provider.received[0]?.headers["x-headgate-made-by"]).toBeUndefined();
  const [own, first] = await gateway.rowsWhen(3);
  expect(own).toMatchObject({
    baseline_cost: "0.000000000000",
    savings: [{ lever: "context", amount: `-${own?.charge.effective_cost}` }],
    attribution: { team: "search" },
  });
  expect(own?.changes).toBeUndefined();
  expect(first?.changes?.map(({ did }) => did)).toEqual(["dropped_turns", "added_texts"]);
  for (const row of [own, first]) expectExact(row as LedgerRow);
});

test("a summary is in the arms of the call that it is for, and says for which", async () => {
  const { gateway } = await open([json(200, completion)], {
    policies: [
      {
        name: "größe",
        context: {
          strategy: "summary",
          summary: { model: "gpt-5-nano" },
          budget: { max_tokens: 4_000, to_tokens: 2_000 },
        },
        // Of another lever: the summary is made in either arm.
        holdout: { output: 0.5 },
      },
    ],
  });

  await (await gateway.post(path, request(history(8)))).text();

  const [own, asked] = await gateway.rowsWhen(2);
  expect(own?.tags).toEqual({ "headgate.made_for": "context" });
  expect(asked?.experiments).toEqual([
    { experiment: "größe/output", lever: "output", arm: expect.any(String), share: 0.5 },
  ]);
  expect(own?.experiments).toEqual(
    asked?.experiments?.map((place) => ({ ...place, for_call: asked.call_id })),
  );
});

test.each([
  ["fails", json(500, { error: { message: "no" } })],
  [
    "answers nothing",
    json(200, { ...completion, choices: [{ index: 0, message: { content: "" } }] }),
  ],
  ["does not answer in time", () => undefined],
] as [string, Answer][])(
  "where the summary's model %s, the call goes on with all of its history",
  async (_how, answer) => {
    const { gateway, provider } = await open(
      [
        (response, received) => {
          const isSummary = received.body.includes("Sum up this part");
          (isSummary ? answer : json(200, completion))(response, received);
        },
      ],
      {
        retries: { attempts_per_target: 1 },
        limits: { drain_timeout_ms: 100 },
        policies: policies({
          strategy: "summary",
          summary: { model: "gpt-5-nano", timeout_ms: 300 },
          budget: { max_tokens: 4_000, to_tokens: 2_000 },
        }),
      },
    );
    const body = JSON.stringify(request(history(8)));

    const answered = await gateway.post(path, body);

    expect(answered.status).toBe(200);
    expect(provider.received.at(-1)?.body.toString()).toBe(body);
  },
);

test.each([
  ["results whose calls are not there", history(8).filter((_, index) => index !== 2)],
  ["no question at the beginning", history(8).slice(2)],
])("a history with %s goes as it is", async (_what, messages) => {
  const { gateway, provider } = await open([json(200, completion)], {
    policies: policies({ strategy: "window", window: { max_turns: 3, to_turns: 2 } }),
  });
  const body = JSON.stringify(request(messages));

  await (await gateway.post(path, body)).text();

  expect(provider.received[0]?.body.toString()).toBe(body);
});

test("near a known window whole turns go, down to half of it; where it is not known nothing does", async () => {
  const { gateway, provider } = await open([json(200, completion)], {
    policies: [
      { name: "known", match: { model: "gpt-5-mini" }, context: { context_window: 4_000 } },
      { name: "unknown", context: {} },
    ],
  });

  await (await gateway.post(path, request(history(8)))).text();
  await (await gateway.post(path, { ...request(history(8)), model: "gpt-5-nano" })).text();

  const [short, whole] = provider.received.map(
    ({ body }) => JSON.parse(body.toString()).messages as Message[],
  );
  expect(short?.slice(0, 2)).toEqual(history(8).slice(0, 2));
  expect(short?.length).toBeLessThan(12);
  expect(short?.slice(2)).toEqual(history(8).slice(2 - (short?.length ?? 0)));
  expect(whole).toEqual(history(8));
});

test("where the policy names no window, what is known of the model holds; a policy that asks for nothing does nothing", async () => {
  const { gateway, provider } = await open([json(200, completion)], {
    catalogue: { "openai/gpt-5-mini": { max_input_tokens: 4_000 } },
    policies: [
      {
        name: "asked",
        match: { feature: "catalogue" },
        context: { context_window: "catalogue" },
      },
      { name: "beside", match: { feature: "beside" }, context: { strategy: "window" } },
      { name: "nothing", context: {} },
    ],
  });

  for (const feature of ["catalogue", "beside", "nothing"]) {
    const headers = { "x-headgate-feature": feature };
    await (await gateway.post(path, request(history(8)), headers)).text();
  }

  const lengths = provider.received.map(
    ({ body }) => (JSON.parse(body.toString()).messages as Message[]).length,
  );
  expect(lengths[0]).toBeLessThan(12);
  expect(lengths[1]).toBe(lengths[0]);
  expect(lengths[2]).toBe(history(8).length);
});

test("every format's history is kept short in the client's own bytes", async () => {
  const { gateway, provider } = await open([json(200, {})], {
    policies: policies({ strategy: "window", window: { max_turns: 3, to_turns: 2 } }),
  });
  const items = Array.from({ length: 6 }, (_, step) => [
    { type: "reasoning", id: `rs-${step}`, summary: [] },
    { type: "function_call", call_id: `c${step}`, name: "read", arguments: "{}" },
    { type: "function_call_output", call_id: `c${step}`, output: `file ${step}` },
  ]).flat();
  const question = { role: "user", content: "Why?" };
  const body = `{"model" :"gpt-5-mini",  "input":${JSON.stringify([question, ...items])} }`;

  await (await gateway.post("/v1/responses", body)).text();

  expect(provider.received[0]?.body.toString()).toBe(
    `{"model" :"gpt-5-mini",  "input":${JSON.stringify([question, ...items.slice(12)])} }`,
  );
});
