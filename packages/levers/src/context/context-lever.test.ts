import { type ContextPolicy, contextSchema, type WireFormat } from "@headgate/contract";
import { applyJsonEdits, promptViewOf } from "@headgate/providers";
import { expect, test } from "vitest";
import type { z } from "zod";
import { ContextLever, type ContextRequest } from "./context-lever.ts";

const policyOf = (input: z.input<typeof contextSchema>): ContextPolicy =>
  contextSchema.parse(input);

/** A lever that counts a token for four letters, at a time that the test sets. */
function openLever() {
  const clock = { nowMs: 0 };
  const counted: number[] = [];
  const lever = new ContextLever({
    maxBytes: 1_000_000,
    count: async (texts) => {
      counted.push(texts.length);
      return texts.map(({ length }) => Math.ceil(length / 4));
    },
    nowMs: () => clock.nowMs,
  });
  return { lever, clock, counted };
}

type Sent = Readonly<{ messages: readonly Readonly<Record<string, unknown>>[] }>;

async function send(
  lever: ContextLever,
  body: object,
  policy: ContextPolicy,
  more: Partial<ContextRequest> & { format?: WireFormat } = {},
) {
  const view = promptViewOf(more.format ?? "anthropic.messages", body as Record<string, unknown>);
  if (view === undefined) throw new Error("there is no view");
  const edit = await lever.edit({
    view,
    json: body,
    tenant: "key-1",
    label: undefined,
    policy,
    window: undefined,
    prices: () => ({ write: 1.25, read: 0.1 }),
    cacheTtlMs: 300_000,
    leastKept: () => undefined,
    summarise: async () => undefined,
    summaryHeldBack: () => undefined,
    decided: () => undefined,
    ...more,
  });
  const bytes = applyJsonEdits(Buffer.from(JSON.stringify(body)), edit?.edits ?? []);
  return { edit, sent: JSON.parse(bytes.toString()) as Sent };
}

/** Steps with a result each; the client's cache marker is on the last message. */
function agent(steps: number, first = "Why?"): { messages: Record<string, unknown>[] } {
  const messages: Record<string, unknown>[] = [{ role: "user", content: first }];
  for (let step = 0; step < steps; step++) {
    messages.push(
      {
        role: "assistant",
        content: [{ type: "tool_use", id: `t${step}`, name: "read", input: {} }],
      },
      {
        role: "user",
        content: [
          {
            type: "tool_result",
            tool_use_id: `t${step}`,
            content: [
              { type: "text", text: `${step} ${"result ".repeat(200)}` },
              { type: "text", text: "end" },
            ],
            ...(step === steps - 1 && { cache_control: { type: "ephemeral" } }),
          },
        ],
      },
    );
  }
  return { messages };
}

const auto = policyOf({ strategy: "auto", entry_cap_tokens: 100_000 });

async function decidedAt(
  lever: ContextLever,
  upTo: number,
  more: Partial<ContextRequest> = {},
): Promise<number | undefined> {
  for (let steps = 1; steps <= upTo; steps++) {
    const { edit } = await send(lever, agent(steps), auto, more);
    if (edit !== undefined) return steps;
  }
  return undefined;
}

test("a cleared result is its handle and nothing else, and only new messages are counted", async () => {
  const { lever, counted } = openLever();

  const steps = await decidedAt(lever, 40);

  expect(steps).toBeGreaterThan(3);
  const before = counted.length;
  const { sent, edit } = await send(lever, agent((steps ?? 0) + 1), auto);
  expect(counted.slice(before)).toEqual([2]);
  expect(sent.messages[2]).toEqual({
    role: "user",
    content: [
      {
        type: "tool_result",
        tool_use_id: "t0",
        content: [{ type: "text", text: expect.stringMatching(/^\[cleared, hg_[\w-]{16}\]$/) }],
      },
    ],
  });
  expect(sent.messages.at(-1)).toEqual(agent((steps ?? 0) + 1).messages.at(-1));
  expect(edit?.changes).toMatchObject([{ did: "cleared_tool_results" }]);
});

test("where nothing can be held, what went has no handle that nobody could be answered by", async () => {
  const { lever } = openLever();
  lever.elided.resize(0);

  const steps = await decidedAt(lever, 40);
  const { sent } = await send(lever, agent((steps ?? 0) + 1), auto);

  expect(JSON.stringify(sent.messages[2])).toContain("[cleared]");
  expect(JSON.stringify(sent)).not.toContain("hg_");
});

test("a cold cache is a good time, a clock that goes backwards is none", async () => {
  const { lever, clock } = openLever();
  for (let steps = 1; steps <= 4; steps++) await send(lever, agent(steps), auto);

  clock.nowMs = -1_000_000;
  expect((await send(lever, agent(4), auto)).edit).toBeUndefined();
  clock.nowMs = 1_000_000;
  expect((await send(lever, agent(4), auto)).edit?.changes).toMatchObject([
    { did: "cleared_tool_results", count: 2 },
  ]);
});

test("with the request that breaks an automatic cache the whole history is taken to be read, with later ones it is not", async () => {
  const { lever } = openLever();
  const more = { leastKept: () => 100 };
  const policy = policyOf({ strategy: "window", window: { max_turns: 4, to_turns: 2 } });
  for (let steps = 1; steps <= 4; steps++) await send(lever, agent(steps), policy, more);
  const usage = { input: 2_000, cache_read: 0 };

  const decided = (await send(lever, agent(5), policy, more)).edit;
  const again = (await send(lever, agent(5), policy, more)).edit;

  const removed = again?.changes[0]?.input_tokens ?? Number.NaN;
  expect(decided?.usageBefore(usage)?.cache_read).toBeGreaterThan(removed);
  expect(again?.usageBefore(usage)).toEqual({ input: 2_000 + removed, cache_read: 0 });
});

const summing = policyOf({
  strategy: "summary",
  summary: { model: "gpt-5-nano" },
  budget: { max_tokens: 1_500, to_tokens: 1_000 },
});

/** An agent whose tools answer with so many letters each. */
function longAgent(lengths: readonly number[]): { messages: Record<string, unknown>[] } {
  const steps = lengths.flatMap((length, step) => [
    { role: "assistant", content: [{ type: "tool_use", id: `t${step}`, name: "read", input: {} }] },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: `t${step}`, content: `<${step}>`.padEnd(length, "x") },
      ],
    },
  ]);
  return { messages: [{ role: "user", content: "Why?" }, ...steps] };
}

const summingLong = policyOf({
  strategy: "summary",
  summary: { model: "gpt-5-nano" },
  budget: { max_tokens: 50_000, to_tokens: 20_000 },
  entry_cap_tokens: 1_000_000,
});

test("more than can be summed up at once goes in several steps, and nothing goes unread", async () => {
  const { lever } = openLever();
  const asks: string[] = [];
  const more = {
    summarise: async (ask: string) => {
      asks.push(ask);
      return `Sum ${asks.length}`;
    },
  };
  const body = longAgent(Array.from({ length: 9 }, () => 60_000));

  const sent = [];
  for (let request = 0; request < 3; request++) {
    sent.push(JSON.stringify((await send(lever, body, summingLong, more)).sent));
    for (let step = 0; step < 9; step++) {
      const isRead = asks.some((ask) => ask.includes(`<${step}>`));
      expect(isRead).not.toBe(sent.at(-1)?.includes(`<${step}>`));
    }
  }

  expect(asks).toHaveLength(2);
  for (const ask of asks) expect(ask.length).toBeLessThanOrEqual(200_000);
  expect(asks[1]).toContain("Sum 1");
});

test("of a turn that is too long to be read for a summary its middle is left out, and the model is told", async () => {
  const { lever } = openLever();
  let asked = "";
  const { sent } = await send(lever, longAgent([500_000, 10, 10, 10]), summingLong, {
    summarise: async (ask) => {
      asked = ask;
      return "It is long.";
    },
  });

  expect(asked.length).toBeLessThanOrEqual(200_000);
  expect(asked).toMatch(/x\n\[3\d{5} letters left out\]\nx/);
  expect(sent.messages[0]?.content).toMatch(
    /^Why\?\n\n\[What was said since, summed up, without 3\d{5} letters that were too many to read:\nIt is long\.\]$/,
  );
});

test("a model that summed nothing up is not asked again at once, then after a minute, and later after two", async () => {
  const { lever, clock } = openLever();
  const askedAtS: number[] = [];
  let heldBack = 0;
  const more = {
    summarise: async () => {
      askedAtS.push(clock.nowMs / 1_000);
      return undefined;
    },
    summaryHeldBack: () => {
      heldBack += 1;
    },
  };

  for (let second = 0; second < 200; second += 10) {
    clock.nowMs = second * 1_000;
    expect((await send(lever, agent(8), summing, more)).edit).toBeUndefined();
  }

  expect(askedAtS).toEqual([0, 60, 180]);
  expect(heldBack).toBe(17);
});

test("a model that failed three sessions of a key in a row is asked for none of its sessions, but for another's", async () => {
  const { lever, clock } = openLever();
  let asked = 0;
  let answer: string | undefined;
  const ask = (first: string, more: Partial<ContextRequest> = {}) =>
    send(lever, agent(8, first), summing, {
      summarise: async () => {
        asked += 1;
        return answer;
      },
      ...more,
    });

  for (const first of ["a", "b", "c", "d", "e"]) await ask(first);
  expect(asked).toBe(3);
  await ask("f", { tenant: "key-2" });
  expect(asked).toBe(4);
  clock.nowMs = 60_000;
  answer = "It was the linker.";
  for (const first of ["d", "e"]) expect((await ask(first)).edit).toBeDefined();
  expect(asked).toBe(6);
});

test("without prices auto decides nothing", async () => {
  expect(await decidedAt(openLever().lever, 40, { prices: () => undefined })).toBeUndefined();
});

test("where the client changed what a decision was about, it no longer holds", async () => {
  const { lever } = openLever();
  const steps = (await decidedAt(lever, 40)) ?? 0;
  const changed = agent(steps);
  changed.messages[2] = {
    ...changed.messages[2],
    content: [{ type: "tool_result", tool_use_id: "t0", content: "short" }],
  };

  expect((await send(lever, agent(1), auto)).edit).toBeUndefined();
  expect((await send(lever, agent(steps), auto)).edit).toBeDefined();
  expect((await send(lever, changed, auto)).edit).toBeUndefined();
});

test("sessions of other keys, labels and beginnings know nothing of a decision", async () => {
  const { lever } = openLever();
  const steps = (await decidedAt(lever, 40)) ?? 0;

  expect((await send(lever, agent(steps), auto, { tenant: "key-2" })).edit).toBeUndefined();
  expect((await send(lever, agent(steps), auto, { label: "other" })).edit).toBeUndefined();
  expect((await send(lever, agent(steps, "What?"), auto)).edit).toBeUndefined();
});

test("talks that begin alike keep what was decided for each of them, however they take turns", async () => {
  const { lever } = openLever();
  const policy = policyOf({ strategy: "window", window: { max_turns: 4, to_turns: 2 } });
  const talkOf = (name: string, questions: number) => ({
    messages: Array.from({ length: 2 * questions + 1 }, (_, index) => ({
      role: index % 2 === 0 ? "user" : "assistant",
      content: index < 2 ? "as ever" : `${name} ${index}`,
    })),
  });
  let decisions = 0;
  const decided = (): void => {
    decisions += 1;
  };
  const ask = async (name: string, questions: number) =>
    (await send(lever, talkOf(name, questions), policy, { decided })).sent.messages;

  const first = new Map<string, Sent["messages"]>();
  for (const name of ["a", "b", "c"]) first.set(name, await ask(name, 5));
  expect(decisions).toBe(3);

  for (const name of ["a", "b", "c", "a"]) {
    const again = await ask(name, 6);
    expect(again.slice(0, 7)).toEqual(first.get(name));
    expect(again).toHaveLength(9);
  }
  expect(decisions).toBe(3);
  expect(lever.sessions).toBe(3);
});

test("turns that went are shown beside a question that shares words with them, in later requests too", async () => {
  const { lever } = openLever();
  const policy = policyOf({
    strategy: "window",
    keep_turns: 1,
    window: { max_turns: 3, to_turns: 1 },
    retrieve_turns: 1,
  });
  const talk = ["The port is 4100.", "The colour is blue.", "The cat is called Mia.", "It rains."];
  const messages = talk.flatMap((answer, index) => [
    { role: "user", content: `Question ${index}` },
    { role: "assistant", content: answer },
  ]);
  const asked = [...messages, { role: "user", content: "What colour was it?" }];

  const first = await send(lever, { messages: asked }, policy);
  const shown = first.sent.messages.at(-1);
  expect(shown?.content).toBe(
    "What colour was it?\n\n[Said earlier, and left out above:\nassistant: The colour is blue.]",
  );
  expect(first.sent.messages).toHaveLength(5);
  const next = [
    ...asked,
    { role: "assistant", content: "Blue." },
    { role: "user", content: "Thanks" },
  ];
  const second = await send(lever, { messages: next }, policy);
  expect(second.sent.messages.slice(0, 5)).toEqual(first.sent.messages);
  expect(second.edit?.changes).toMatchObject([
    { did: "dropped_turns", count: 4 },
    { did: "added_texts", count: 1 },
  ]);
});

test.each([
  [
    "gemini.generate_content",
    (steps: number) => ({
      contents: [
        { role: "user", parts: [{ text: "Why?" }] },
        ...Array.from({ length: steps }, (_, step) => [
          { role: "model", parts: [{ functionCall: { name: "read", args: { step } } }] },
          { role: "user", parts: [{ functionResponse: { name: "read", response: { step } } }] },
        ]).flat(),
      ],
    }),
  ],
  [
    "bedrock.converse",
    (steps: number) => ({
      messages: [
        { role: "user", content: [{ text: "Why?" }] },
        ...Array.from({ length: steps }, (_, step) => [
          {
            role: "assistant",
            content: [{ toolUse: { toolUseId: `t${step}`, name: "read", input: {} } }],
          },
          {
            role: "user",
            content: [
              { toolResult: { toolUseId: `t${step}`, content: [{ text: `file ${step}` }] } },
            ],
          },
        ]).flat(),
      ],
    }),
  ],
  [
    "openai.chat_completions",
    (steps: number) => ({
      messages: [
        { role: "developer", content: "Be brief." },
        { role: "user", content: "Why?" },
        ...Array.from({ length: steps }, (_, step) => [
          {
            role: "assistant",
            tool_calls: [{ id: `t${step}`, type: "function", function: { name: "read" } }],
          },
          { role: "tool", tool_call_id: `t${step}`, content: `file ${step}` },
        ]).flat(),
      ],
    }),
  ],
] as const)("whole turns go from a history in the format %s", async (format, body) => {
  const { lever } = openLever();
  const policy = policyOf({ strategy: "window", window: { max_turns: 4, to_turns: 2 } });

  const { sent, edit } = await send(lever, body(6), policy, { format });

  const listOf = (of: object): readonly unknown[] => Object.values(of)[0];
  const [list, whole] = [listOf(sent), listOf(body(6))];
  const head = whole.length - 12;
  expect(list).toEqual([...whole.slice(0, head), ...whole.slice(-4)]);
  expect(edit?.changes).toMatchObject([{ did: "dropped_turns", count: 4 }]);
});

test("tokens that cannot be counted are the lever's failure", async () => {
  const lever = new ContextLever({
    maxBytes: 1_000,
    count: () => Promise.reject(new Error("the thread ended")),
    nowMs: () => 0,
  });

  await expect(send(lever, agent(3), auto)).rejects.toThrow("the thread ended");
});
