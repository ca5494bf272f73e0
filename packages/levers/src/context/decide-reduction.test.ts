import { contextSchema } from "@headgate/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PromptPrices } from "./break-even.ts";
import { leftTokens, nothingReduced, type Reduction } from "./clear-results.ts";
import { anyConversation } from "./conversation.fixture.ts";
import { type ContextMessage, readTurns, type Turns } from "./conversation.ts";
import { droppedTurns } from "./cut-turns.ts";
import { decideReduction, promptTokens, type Situation } from "./decide-reduction.ts";

const anyPrices: fc.Arbitrary<PromptPrices> = fc.record({
  write: fc.constantFrom(1, 1.25, 2),
  read: fc.constantFrom(0.1, 0.25, 0.5, 1),
});
const anyPolicy = fc
  .record({
    strategy: fc.constantFrom("auto", "window", "budget", "clear_tool_results", "none"),
    keep_turns: fc.integer({ min: 1, max: 5 }),
    window: fc.constant({ max_turns: 6, to_turns: 3 }),
    budget: fc.constant({ max_tokens: 4_000, to_tokens: 2_000 }),
    clear: fc.constant({ above_tokens: 3_000, at_least_tokens: 100 }),
  })
  .map((input) => contextSchema.parse(input));
const anyRun = fc.record({
  messages: anyConversation,
  policy: anyPolicy,
  window: fc.constantFrom(undefined, 12_000),
  prices: anyPrices,
  cold: fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
});

const turnsOf = (messages: readonly ContextMessage[]): Turns => {
  const turns = readTurns(messages);
  if (typeof turns === "string") throw new Error(turns);
  return turns;
};

/** The requests of a session, one for each time that the user or a tool had the last word. */
function play(
  {
    messages,
    policy,
    window,
    prices,
    cold,
  }: typeof anyRun extends fc.Arbitrary<infer Run> ? Run : never,
  look: (
    situation: Situation,
    reduction: Reduction,
    decision: ReturnType<typeof decideReduction>,
  ) => void,
): void {
  let before = nothingReduced;
  let carried = 0;
  let requests = 0;
  for (const [index, { role }] of messages.entries()) {
    if (role === "assistant" || role === "system" || messages[index + 1]?.role === "tool") continue;
    const shown = messages.slice(0, index + 1);
    requests += 1;
    const situation: Situation = {
      messages: shown,
      turns: turnsOf(shown),
      fixedTokens: 500,
      before,
      carried,
      policy,
      window,
      prices,
      outlook: { requests, cold: cold[index] === true, coldChance: 0.1 },
    };
    const decision = decideReduction(situation);
    look(situation, decision.reduction, decision);
    before = decision.reduction;
    carried = decision.carried;
  }
}

test("calls and their results stay or go together, and user and model still take turns", () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      play(run, ({ messages, turns }, { cut }) => {
        const gone = new Set(
          droppedTurns(turns, cut).flatMap((turn) => turns[turn]?.messages ?? []),
        );
        const kept = messages.filter((_, index) => !gone.has(index));
        const calls = new Set(kept.flatMap(({ toolCalls }) => toolCalls));
        const results = kept.flatMap(({ toolResults }) => toolResults.map(({ callId }) => callId));
        expect(new Set(results)).toEqual(calls);
        const sides = kept.map(({ role }) => (role === "tool" ? "user" : role));
        const whole = messages.map(({ role }) => (role === "tool" ? "user" : role));
        expect(pairs(whole)).toEqual(expect.arrayContaining([...pairs(sides)]));
      });
    }),
  );
});

test("instructions, the first question, the last question and the last turns are never touched", () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      play(run, ({ messages, turns, policy }, reduction) => {
        const left = leftTokens(messages, turns, reduction);
        const steps = turns.filter(({ kind }) => kind === "step").slice(-policy.keep_turns);
        const questions = turns.filter(({ kind }) => kind === "question");
        const pinned = [questions[0], questions.at(-1), ...steps].flatMap(
          (turn) => turn?.messages ?? [],
        );
        const system = messages.flatMap(({ role }, index) => (role === "system" ? [index] : []));
        for (const index of [...pinned, ...system]) {
          expect(left[index]).toBe(messages[index]?.tokens);
        }
      });
    }),
  );
});

test("what went stays away: each request begins as the one before, but where a decision was made", () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      let before: readonly number[] = [];
      play(run, ({ messages, turns }, reduction, { cause }) => {
        const left = leftTokens(messages, turns, reduction);
        if (cause === undefined) expect(left.slice(0, before.length)).toEqual(before);
        else {
          for (const [index, tokens] of before.entries())
            expect(left[index]).toBeLessThanOrEqual(tokens);
        }
        before = left;
      });
    }),
  );
});

test("auto makes no change that costs more than it saves by its own model, and none without prices", () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const policy = { ...run.policy, strategy: "auto" as const };
      play({ ...run, policy, window: undefined }, (situation, _, { cause, expected }) => {
        if (cause !== undefined) expect(expected).toBeGreaterThan(0);
        expect(decideReduction({ ...situation, prices: undefined }).cause).toBeUndefined();
      });
    }),
  );
});

test("a budget goes down to its lower mark, as far as pinned turns let it, and then waits for the upper one", () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const policy = { ...run.policy, strategy: "budget" as const };
      play({ ...run, policy, window: undefined }, (situation, reduction, { cause }) => {
        const { budget } = policy;
        if (cause === undefined) return;
        expect(promptTokens(situation, situation.before)).toBeGreaterThan(budget.max_tokens);
        const earlier = { ...reduction, cut: reduction.cut - 1 };
        if (earlier.cut > situation.before.cut) {
          expect(promptTokens(situation, earlier)).toBeGreaterThan(budget.to_tokens);
        }
      });
    }),
  );
});

const pairs = (sides: readonly string[]): readonly string[] =>
  sides.slice(1).map((side, index) => `${sides[index]} ${side}`);
