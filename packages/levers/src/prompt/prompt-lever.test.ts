import { hash } from "node:crypto";
import {
  type ApprovedPrompt,
  type PromptPolicy,
  promptPasses,
  promptSchema,
  type WireFormat,
} from "@headgate/contract";
import { applyJsonEdits, type JsonObject, promptViewOf } from "@headgate/providers";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { RequestEdit } from "../request-edit.ts";
import { type PromptAsked, PromptLever } from "./prompt-lever.ts";

/** A stand-in for a tokenizer: a token for each four letters. */
const count = async (texts: readonly string[]) => texts.map((text) => Math.ceil(text.length / 4));
const fails = (error: unknown): never => {
  throw error;
};
const lever = () => new PromptLever({ count, failed: fails });
const policyOf = (policy: object): PromptPolicy => promptSchema.parse(policy);

type Message = Readonly<{
  role: string;
  content?: unknown;
  tool_calls?: unknown;
  tool_call_id?: string;
}>;
type Asking = Partial<Omit<PromptAsked, "view" | "json">>;

function edited(
  one: PromptLever,
  body: object,
  asking: Asking = {},
): { body: JsonObject; edit: RequestEdit | undefined } {
  const json = JSON.parse(JSON.stringify(body)) as JsonObject;
  const view = promptViewOf(
    "system" in body ? "anthropic.messages" : "openai.chat_completions",
    json,
  );
  if (view === undefined) throw new Error("no view");
  const edit = one.edit({
    callId: "call_1",
    view,
    json,
    keyId: "key_1",
    session: undefined,
    policy: policyOf({ lossless: true }),
    policyBefore: undefined,
    approved: [],
    ...asking,
  });
  const after = applyJsonEdits(Buffer.from(JSON.stringify(body)), edit?.edits ?? []);
  return { body: JSON.parse(after.toString()) as JsonObject, edit };
}

/** Keyed, so none that a test could know. */
const anyDigest: unknown = expect.stringMatching(/^[\w-]{43}$/);
const pretty = (value: unknown): string => JSON.stringify(value, null, 4);
const listing = pretty(
  Array.from({ length: 12 }, (_, id) => ({ id, name: `thing ${id}`, price: id * 10 })),
);
const asked: Message = { role: "user", content: "What do we sell?" };
const called: Message = {
  role: "assistant",
  content: null,
  tool_calls: [{ id: "c1", type: "function", function: { name: "list_things", arguments: "{}" } }],
};
const answered: Message = { role: "tool", tool_call_id: "c1", content: listing };
const chat = (...messages: Message[]) => ({ model: "gpt-5-mini", messages });

test("a tool's JSON loses its white space; what was taken away is told once it is counted", async () => {
  const { body, edit } = edited(lever(), chat(asked, called, answered));

  const compact = JSON.stringify(JSON.parse(listing));
  expect(body).toEqual(chat(asked, called, { ...answered, content: compact }));
  const tokens = Math.ceil(listing.length / 4) - Math.ceil(compact.length / 4);
  await vi.waitFor(
    () =>
      expect(edit?.changes).toEqual([
        { lever: "prompt", did: "shortened", count: 1, digest: anyDigest, input_tokens: tokens },
        { lever: "prompt", did: "json", count: 1 },
      ]),
    60_000,
  );
  expect(edit?.usageBefore({ input: 100, output: 5 })).toEqual({ input: 100 + tokens, output: 5 });
});

test("until it is counted, what the call would have used is not known", () => {
  const slow = new PromptLever({ count: () => Promise.race([]), failed: fails });
  const { edit } = edited(slow, chat(asked, called, answered));

  expect(edit?.usageBefore({ input: 100 })).toBeUndefined();
  expect(edit?.changes[0]).toEqual({
    ...{ lever: "prompt", did: "shortened", count: 1 },
    digest: anyDigest,
  });
});

test("what comes again as history counts as read from the cache, where the call read from it", async () => {
  const one = lever();
  const again = chat(
    asked,
    called,
    answered,
    { role: "assistant", content: "Things." },
    { role: "user", content: "More?" },
  );
  const { edit } = edited(one, again);

  const taken = await vi.waitFor(() => {
    const tokens = edit?.changes[0]?.input_tokens;
    expect(tokens).toBeGreaterThan(0);
    return tokens as number;
  }, 60_000);
  expect(edit?.usageBefore({ input: 9, cache_read: 50 })).toEqual({
    input: 9,
    cache_read: 50 + taken,
  });
  expect(edit?.usageBefore({ input: 9, cache_read: 0, cache_write_5m: 70 })).toEqual({
    input: 9,
    cache_read: 0,
    cache_write_5m: 70 + taken,
  });
  expect(edit?.usageBefore({ cache_read: 0, output: 3 })).toBeUndefined();
});

test("system prompts, answers and questions are never shortened unless the policy names them", () => {
  const messages: Message[] = [
    { role: "system", content: listing },
    { role: "user", content: listing },
    { role: "assistant", content: listing },
    { role: "user", content: listing },
  ];
  const policy = policyOf({ lossless: true, passes: [...promptPasses] });
  expect(edited(lever(), chat(...messages), { policy }).edit).toBeUndefined();
  const { body } = edited(lever(), chat(...messages), {
    policy: policyOf({ lossless: true, in: ["user"] }),
  });
  const compact = JSON.stringify(JSON.parse(listing));
  expect(body.messages).toEqual([
    messages[0],
    { role: "user", content: compact },
    messages[2],
    { role: "user", content: compact },
  ]);
});

test("results of excepted tools stay, and of tools whose name is not known where some are excepted", () => {
  const policy = policyOf({ lossless: true, except_tools: ["list_*"] });
  expect(edited(lever(), chat(asked, called, answered), { policy }).edit).toBeUndefined();
  const nameless = chat(asked, { ...answered, tool_call_id: "other" });
  expect(edited(lever(), nameless, { policy }).edit).toBeUndefined();
});

test("where a tool edits files by what they say, results keep the text that it would quote", () => {
  const tools = [
    { type: "function", function: { name: "str_replace_based_edit_tool", parameters: {} } },
  ];
  const coloured = { ...answered, content: `\u001b[32m${listing}\u001b[0m` };
  const body = { ...chat(asked, called, coloured), tools };
  expect(edited(lever(), body).body).toEqual({ ...chat(asked, called, answered), tools });
  const as_others = policyOf({ lossless: true, editing_tools: "as_others" });
  expect(
    edited(lever(), body, { policy: as_others }).edit?.changes.map(({ did }) => did),
  ).toContain("json");
  const credit = [{ type: "function", function: { name: "credit_check", parameters: {} } }];
  expect(edited(lever(), { ...chat(asked, called, answered), tools: credit }).edit).toBeDefined();
});

test("documents that the answer is to cite by place stay as they are", () => {
  const document = (citations: object) => ({
    system: "Answer.",
    messages: [
      {
        role: "user",
        content: [
          {
            type: "document",
            source: { type: "text", media_type: "text/plain", data: listing },
            ...citations,
          },
        ],
      },
    ],
  });
  const policy = policyOf({ lossless: true, in: ["documents"] });
  expect(
    edited(lever(), document({ citations: { enabled: true } }), { policy }).edit,
  ).toBeUndefined();
  expect(edited(lever(), document({}), { policy }).edit).toBeDefined();
});

const content = fc.oneof(
  fc.constant(listing),
  fc.string({ maxLength: 200 }),
  fc.json().map((json) => pretty(JSON.parse(json))),
  fc
    .nat(3)
    .map((first) =>
      Array.from(
        { length: 10 },
        (_, line) => `line ${first + line} of a file that is read now and then`,
      ).join("\n"),
    ),
);
const turn = fc.record({
  question: content,
  results: fc.array(content, { maxLength: 3 }),
  answer: content,
});

test("a request that goes on from another is shortened to one that goes on from the other's", () => {
  const conversation = fc.array(turn, { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(conversation, fc.boolean(), (turns, isAnewEachTime) => {
      const policy = policyOf({
        lossless: true,
        passes: [...promptPasses],
        in: ["tool_results", "user"],
      });
      let one = lever();
      const messages: Message[] = [];
      let before: unknown[] = [];
      for (const { question, results, answer } of turns) {
        messages.push({ role: "user", content: question }, called);
        messages.push(...results.map((result) => ({ ...answered, content: result })));
        // What a gateway remembers makes things faster and nothing else.
        if (isAnewEachTime) one = lever();
        const sent = edited(one, chat(...messages), { policy }).body.messages as unknown[];
        expect(sent.slice(0, before.length)).toEqual(before);
        before = sent;
        messages.push({ role: "assistant", content: answer });
      }
    }),
    { numRuns: 60 },
  );
});

const history = chat(
  asked,
  called,
  answered,
  { role: "assistant", content: "Things." },
  { role: "user", content: "More?" },
);
const off = policyOf({});

test("a session that began before the lever was switched on stays as it is; one that begins later does not", () => {
  const one = lever();
  expect(edited(one, history, { policyBefore: off, session: "old" }).edit).toBeUndefined();
  expect(
    edited(one, chat(asked, called, answered), { policyBefore: off, session: "new" }).edit,
  ).toBeUndefined();
  expect(
    edited(one, chat({ ...asked, content: listing }), { policyBefore: off, session: "begins" })
      .edit,
  ).toBeUndefined();
  const goesOn = edited(one, history, { policyBefore: off, session: "begins" });
  expect(goesOn.edit).toBeDefined();
  // An hour later no provider has its prefix any more; but it is known by now, and keeps what it began with.
  expect(edited(one, history, { session: "old" }).edit).toBeUndefined();
  expect(edited(one, history, { session: "unknown" }).edit).toBeDefined();
});

test("a session keeps its passes when more are added, and loses those that are switched off at once", () => {
  const one = lever();
  const didOf = (policy: PromptPolicy) =>
    edited(one, history, { policy, session: "s" }).edit?.changes.map(({ did }) => did);
  const some = policyOf({ passes: ["json"] });
  const more = policyOf({ passes: ["json", "columnar_json"] });
  expect(didOf(some)).toEqual(["shortened", "json"]);
  expect(didOf(more)).toEqual(["shortened", "json"]);
  expect(didOf(policyOf({ passes: ["columnar_json"] }))).toEqual(["shortened", "columnar_json"]);
  expect(didOf(off)).toBeUndefined();
});

const long = "You are a helpful assistant. Please be so kind as to answer briefly.";
const approved: ApprovedPrompt = {
  name: "helper",
  sha256: hash("sha256", long),
  text: "Answer briefly.",
  hold_out: 0.3,
};

test("an approved prompt is sent in place of its original, but for the share of sessions that is held out", () => {
  const prompts = [approved];
  const one = lever();
  let heldOut = 0;
  for (let session = 0; session < 1_000; session += 1) {
    const body = chat(
      { role: "system", content: long },
      { role: "user", content: `Question ${session}` },
    );
    const first = edited(one, body, { approved: prompts, policy: off });
    const arm = first.edit?.tags?.["prompt.helper"];
    const isHeldOut = arm === "original";
    heldOut += isHeldOut ? 1 : 0;
    expect((first.body.messages as Message[])[0]?.content).toBe(isHeldOut ? long : approved.text);
    // Another gateway, a later turn: the same version.
    const later = chat(...body.messages, { role: "assistant", content: "Yes." }, asked);
    expect(edited(lever(), later, { approved: prompts, policy: off }).edit?.tags).toEqual({
      "prompt.helper": arm,
    });
  }
  expect(heldOut).toBeGreaterThan(240);
  expect(heldOut).toBeLessThan(360);
  const other = chat({ role: "system", content: `${long} Never guess.` }, asked);
  expect(edited(one, other, { approved: prompts, policy: off }).edit).toBeUndefined();
});

test("a tool's JSON is found in the words of every format", () => {
  const compact = JSON.stringify(JSON.parse(listing));
  const bodies = (result: string): Record<string, object> => ({
    "anthropic.messages": {
      messages: [
        { role: "user", content: [{ type: "tool_result", tool_use_id: "t1", content: result }] },
      ],
    },
    "openai.responses": {
      input: [{ type: "function_call_output", call_id: "c1", output: result }],
    },
    "bedrock.converse": {
      messages: [
        {
          role: "user",
          content: [{ toolResult: { toolUseId: "t1", content: [{ text: result }] } }],
        },
      ],
    },
  });
  for (const [format, body] of Object.entries(bodies(listing))) {
    const json = JSON.parse(JSON.stringify(body)) as JsonObject;
    const view = promptViewOf(format as WireFormat, json);
    if (view === undefined) throw new Error(`no view of ${format}`);
    const edit = lever().edit({
      callId: "call_1",
      view,
      json,
      keyId: "key_1",
      session: undefined,
      policy: policyOf({ lossless: true }),
      policyBefore: undefined,
      approved: [],
    });
    const after = applyJsonEdits(Buffer.from(JSON.stringify(body)), edit?.edits ?? []);
    expect(JSON.parse(after.toString())).toEqual(bodies(compact)[format]);
  }
});

function undoneOf(one: PromptLever, callId: string) {
  const given = one.undo.give(callId, "key_1");
  if (given === "too-large") throw new Error("it is small");
  return given;
}

test("what was sent is undone by the call's id, to what the client wrote, and makes the digest of its row", () => {
  const one = new PromptLever({
    ...{ count, failed: fails },
    undo: { maxBytes: 1_000_000, maxAgeMs: 60_000 },
  });
  const again = pretty([1, 2, { of: "another" }]);
  const more: Message = { role: "tool", tool_call_id: "c2", content: again };
  const { body, edit } = edited(one, chat(asked, called, answered, more));

  const undone = undoneOf(one, "call_1");

  const sent = (body.messages as Message[]).map(({ content }) => content);
  expect(undone?.texts.map((text) => text.sent)).toEqual([sent[2], sent[3]]);
  expect(undone?.texts.map((text) => text.path)).toEqual([
    ["messages", 2, "content"],
    ["messages", 3, "content"],
  ]);
  expect(undone?.texts.map(({ steps }) => steps[0]?.before)).toEqual([listing, again]);
  expect(undone?.isVerified).toBe(true);
  expect(edit?.changes[0]?.digest).toBe(undone?.digest);
  // The second time its passes come from memory.
  edited(one, chat(asked, called, answered, more), { callId: "call_2" });
  expect(undoneOf(one, "call_2")?.texts).toEqual(undone?.texts);
});

test("what comes again when its undoing is held no more is undone all the same", () => {
  const clock = { nowMs: 0 };
  const undo = { maxBytes: 1_000_000, maxAgeMs: 60_000 };
  const one = new PromptLever({ count, failed: fails, undo, nowMs: () => clock.nowMs });
  edited(one, chat(asked, called, answered));
  clock.nowMs = 60_000;
  edited(one, chat(asked, called, answered), { callId: "call_2" });

  expect(one.undo.give("call_1", "key_1")).toBeUndefined();
  expect(one.undo.give("call_2", "key_1")).toMatchObject({
    isVerified: true,
    texts: [{ steps: [{ pass: "json", before: listing }] }],
  });
});

test("without room for it nothing is held of how to undo", () => {
  const one = lever();
  const { edit } = edited(one, chat(asked, called, answered));

  expect(edit?.changes[0]?.digest).toEqual(anyDigest);
  expect(one.undo.give("call_1", "key_1")).toBeUndefined();
});
