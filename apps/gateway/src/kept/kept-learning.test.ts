import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  contextSchema,
  exactCacheSchema,
  promptSchema,
  semanticCacheSchema,
  type VirtualKey,
} from "@headgate/contract";
import {
  ContextLever,
  LearnedLimits,
  NearGroups,
  PrefixCache,
  PromptLever,
} from "@headgate/levers";
import { promptViewOf } from "@headgate/providers";
import { afterEach, beforeEach, expect, test } from "vitest";
import { KeptLearning } from "./kept-learning.ts";

const salt = Buffer.from("constructed salt");
const count = async (texts: readonly string[]) => texts.map((text) => text.length);
const kind = { policy: "all", feature: undefined, task: "extraction", model: "openai/gpt-5" };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-kept-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The levers of one process. */
function begin() {
  const warnings: unknown[] = [];
  const learnedLimits = new LearnedLimits();
  const promptLever = new PromptLever({ count, failed: () => undefined, salt });
  const context = new ContextLever({ maxBytes: 1_000_000, count, nowMs: () => 0, salt });
  const prefixCache = new PrefixCache(
    { maxPlaces: 1_000, maxRequestBytes: 100_000 },
    () => 0,
    salt,
  );
  const nearGroups = new NearGroups();
  const levers = { learnedLimits, promptLever, context, prefixCache, nearGroups };
  const log = { warn: (told: unknown) => warnings.push(told) };
  return { ...levers, warnings, kept: new KeptLearning({ folder, ...levers, log }) };
}

test("lengths of answers are known again after a restart, cut ones included", () => {
  const before = begin();
  for (let index = 0; index < 400; index++) {
    before.learnedLimits.observe(kind, index === 0 ? "cut" : { tokens: 100 + (index % 50) });
  }
  before.kept.close();

  const after = begin();
  expect(after.learnedLimits.lengthOf(kind)).toEqual(before.learnedLimits.lengthOf(kind));
  expect(after.learnedLimits.lengthOf(kind)).toMatchObject({ answers: 400, cut: 1 });
  expect(after.warnings).toEqual([]);
  after.kept.close();
});

test("a session keeps the passes that it began with over a restart", () => {
  const [lossless, more] = [
    promptSchema.parse({ lossless: true }),
    promptSchema.parse({ lossless: true, passes: ["columnar_json"] }),
  ];
  const asked = { session: "s", hasHistory: false, policyBefore: undefined };
  const before = begin();
  before.promptLever.sessions.policyFor({ ...asked, policy: lossless });
  before.kept.close();

  const { promptLever, kept } = begin();
  expect(promptLever.sessions.policyFor({ ...asked, policy: more })).toEqual(lossless);
  expect(promptLever.sessions.policyFor({ ...asked, session: "new", policy: more })).toEqual(more);
  kept.close();
});

test("what was decided for a conversation is done to it again after a restart", async () => {
  const policy = contextSchema.parse({ strategy: "window", window: { max_turns: 4, to_turns: 2 } });
  const json = {
    messages: Array.from({ length: 12 }, (_, index) => ({
      role: index % 2 === 0 ? "user" : "assistant",
      content: `${index}: ${"word ".repeat(50)}`,
    })),
  };
  const view = promptViewOf("openai.chat_completions", json);
  if (view === undefined) throw new Error("a chat has a view");
  const request = {
    view,
    json,
    tenant: "key",
    label: undefined,
    window: undefined,
    cacheTtlMs: 300_000,
    leastKept: () => undefined,
    prices: () => undefined,
    summarise: async () => undefined,
    summaryHeldBack: () => undefined,
  };
  const decisions: string[] = [];
  const decided = (): void => void decisions.push("decided");
  const before = begin();
  const first = await before.context.edit({ ...request, policy, decided });
  expect(first).toBeDefined();
  before.kept.close();

  const { context, kept } = begin();
  // The policy asks for nothing any more: only what was decided can act.
  const goneOn = contextSchema.parse({ strategy: "none", entry_cap_tokens: 10_000 });
  const again = await context.edit({ ...request, policy: goneOn, decided });
  expect(again?.edits).toEqual(first?.edits);
  expect(decisions).toEqual(["decided"]);
  kept.close();
});

test("what near questions were certified to be answered by is known again after a restart", () => {
  const key = { id: "key-1", attribution: {} } as VirtualKey;
  const near = semanticCacheSchema.parse({ mode: "on", max_wrong_share: 0.1 });
  const guardOf = ({ nearGroups }: ReturnType<typeof begin>, namespace = "faq") => {
    const exact = exactCacheSchema.parse({ namespace });
    const { decider } = nearGroups.of(key, exact, near, { id: "model", name: "model" });
    if (decider.kind !== "guarded") throw new Error(decider.kind);
    return decider.guard;
  };
  const before = begin();
  for (let index = 0; index < 1_000; index += 1) {
    const features = Float64Array.from({ length: 21 }, (_, at) => ((index * (at + 3)) % 17) / 17);
    guardOf(before).note(features, index % 10 === 0 ? undefined : (features[0] ?? 0) > 0.3);
  }
  expect(guardOf(before).certified).toBeDefined();
  before.kept.close();

  const after = begin();
  const { certified } = guardOf(after);
  expect(certified?.threshold).toBeCloseTo(guardOf(before).certified?.threshold ?? 0, 3);
  expect(certified?.upperBound).toBeCloseTo(guardOf(before).certified?.upperBound ?? 0, 3);
  expect(guardOf(after, "other").certified).toBeUndefined();
  expect(after.warnings).toEqual([]);
  after.kept.close();
});

test("a threshold that switched itself off is off after a restart, until its answers are right for certain", () => {
  const key = { id: "key-1", attribution: {} } as VirtualKey;
  const near = semanticCacheSchema.parse({ mode: "on", threshold: 0.95 });
  const groupOf = ({ nearGroups }: ReturnType<typeof begin>, namespace = "faq") =>
    nearGroups.of(key, exactCacheSchema.parse({ namespace }), near, { id: "model", name: "model" });
  const before = begin();
  for (let index = 0; index < 40; index += 1) groupOf(before).judge(index % 2 === 0);
  expect(groupOf(before).isSwitchedOff).toBe(true);
  before.kept.close();

  // One that nobody asked while a process ran is not forgotten by it.
  begin().kept.close();
  const after = begin();
  expect(groupOf(after).isSwitchedOff).toBe(true);
  expect(groupOf(after, "other").isSwitchedOff).toBe(false);
  expect(after.warnings).toEqual([]);
  for (let index = 0; index < 100; index += 1) groupOf(after).judge(true);
  expect(groupOf(after).isSwitchedOff).toBe(false);
  after.kept.close();
});

test("what was found wrong is off also after the process is killed", async () => {
  const key = { id: "key-1", attribution: {} } as VirtualKey;
  const near = semanticCacheSchema.parse({ mode: "on", threshold: 0.95 });
  const exact = exactCacheSchema.parse({ namespace: "faq" });
  const groupOf = ({ nearGroups }: ReturnType<typeof begin>) =>
    nearGroups.of(key, exact, near, { id: "model", name: "model" });
  const killed = begin();
  const guarded = semanticCacheSchema.parse({ mode: "on", max_wrong_share: 0.1 });
  const { decider } = killed.nearGroups.of(key, exact, guarded, { id: "model", name: "model" });
  if (decider.kind !== "guarded") throw new Error(decider.kind);
  const near95 = new Float64Array(21).fill(0.95);
  for (let index = 0; index < 1_000; index += 1) decider.guard.note(near95, true);
  expect(decider.guard.certified).toBeDefined();

  for (let index = 0; index < 40; index += 1) groupOf(killed).judge(index % 2 === 0);
  for (let index = 0; index < 40; index += 1) decider.guard.note(near95, false, true);
  await new Promise((resolve) => setImmediate(resolve));

  const after = begin();
  expect(groupOf(after).isSwitchedOff).toBe(true);
  const again = after.nearGroups.of(key, exact, guarded, { id: "model", name: "model" });
  expect(again.isSwitchedOff).toBe(true);
  expect(after.warnings).toEqual([]);
  killed.kept.close();
  after.kept.close();
});

test("a file that is broken, of another version or too much is told, and learning begins anew", () => {
  const before = begin();
  before.learnedLimits.observe(kind, { tokens: 5 });
  before.kept.close();
  const file = join(folder, "output-lengths.json");
  const whole = readFileSync(file, "utf8");

  for (const text of [
    whole.slice(0, -5),
    whole.replace('"version":2', '"version":1'),
    whole.replace('"cut":0', '"cut":-1'),
    whole.replace(/\[\[\d+,/, "[[9999,"),
  ]) {
    writeFileSync(file, text);
    const { learnedLimits, warnings, kept } = begin();
    expect(learnedLimits.lengthOf(kind).answers).toBe(0);
    expect(warnings).toMatchObject([{ file }]);
    learnedLimits.observe(kind, { tokens: 7 });
    kept.close();
    expect(begin().learnedLimits.lengthOf(kind).answers).toBe(1);
  }
});

test("what is kept is readable by its owner alone, and holds no text", async () => {
  const { promptLever, kept } = begin();
  const policy = promptSchema.parse({ lossless: true });
  promptLever.sessions.policyFor({
    ...{ session: "a secret question", hasHistory: false, policy, policyBefore: undefined },
  });
  kept.close();

  const files = readdirSync(folder);
  expect(files.sort()).toEqual([
    "context-sessions.json",
    "near-hits.json",
    "near-thresholds.json",
    "output-lengths.json",
    "prefix-reuse.json",
    "prompt-sessions.json",
  ]);
  for (const name of files) {
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, name), "utf8")).not.toContain("secret");
  }
});
