import { configSchema, type LedgerRow } from "@headgate/contract";
import { proposalId, savedBy } from "@headgate/levers";
import { picodollars, sum } from "@headgate/money";
import { loadPriceBook } from "@headgate/pricing";
import { expect, test } from "vitest";
import { readHistory } from "../history/read-history.ts";
import { ledgerRow, openLedger } from "../open-ledger.fixture.ts";
import { LeverStack } from "./stack-levers.ts";

const NOW_MS = Date.parse("2026-11-23T12:00:00Z");
const DAY_MS = 86_400_000;
const FROM_MS = NOW_MS - 10 * DAY_MS;
const CALLS = 800;

/** Every third question comes again and again, and each fortieth answer is far longer than the others. */
const rows = Array.from({ length: CALLS }, (_, index): LedgerRow => {
  const isRepeat = index % 3 === 0;
  const digest = isRepeat ? `again${Math.floor(index / 60)}` : `once${index}`;
  return ledgerRow({
    call_id: `call-${index}`,
    started_at_ms: FROM_MS + index * Math.floor((10 * DAY_MS) / CALLS),
    provider: "openai",
    request_model: "gpt-4.1-mini",
    response_model: "gpt-4.1-mini",
    key_id: "key_1",
    usage: { input: 1_000, output: index > 700 && index % 40 === 3 ? 9_000 : 100 },
    request_facts: {
      digest: digest.padEnd(22, "_"),
      finish_reason: "end",
      ...(isRepeat && { deterministic: true }),
    },
  });
});
/** Each night thirty calls come one after the other, and no label says what for: that nobody waits is a guess. */
const nightly = Array.from({ length: 300 }, (_, index): LedgerRow => {
  const [night, at] = [Math.floor(index / 30), index % 30];
  return ledgerRow({
    call_id: `night-${index}`,
    started_at_ms: FROM_MS + night * DAY_MS + 3_600_000 + at * 1_000,
    request_model: "gpt-4.1",
    response_model: "gpt-4.1",
    key_id: "key_2",
    stream: false,
    usage: { input: 2_000, output: 100 },
    request_facts: { digest: `night${index}`.padEnd(22, "_"), finish_reason: "end" },
  });
});
const config = configSchema.parse({
  providers: { openai: { kind: "openai", base_url: "https://api.openai.com/v1" } },
});

async function history() {
  const ledger = await openLedger();
  await ledger.append({ rows: [...rows, ...nightly], cursors: [] });
  const read = await readHistory({
    ...{ ledger, config, prices: loadPriceBook() },
    ...{ fromMs: FROM_MS, toMs: NOW_MS, nowMs: NOW_MS },
  });
  return read.history;
}
const spendOf = (calls: Awaited<ReturnType<typeof history>>["calls"]) =>
  sum(calls.map(({ cost }) => cost ?? picodollars(0n)));

async function stackOf(
  ...parameters: ConstructorParameters<typeof LeverStack>
): Promise<LeverStack> {
  const stack = new LeverStack(...parameters);
  await stack.laySure();
  await stack.layGuesses();
  return stack;
}

test("what changes save beside each other is what is spent less, to the picodollar", async () => {
  const past = await history();

  const { layers, after } = await stackOf(past);

  const laid = layers.map(({ savings }) => savedBy(savings)).filter((saved) => saved > 0n);
  const levers = new Set(layers.map(({ draft }) => draft.lever));
  expect(levers).toEqual(new Set(["exact-cache", "output", "batch"]));
  expect(laid.length).toBeGreaterThan(1);
  expect(spendOf(past.calls) - spendOf(after.calls)).toBe(sum(laid));
  expect(after.calls.length).toBeLessThan(past.calls.length);
});

test("what a lever is only guessing stands behind all that it is sure of", async () => {
  const { layers } = await stackOf(await history());

  const guesses = layers.map(({ draft }) => draft.confidence.level === "low");
  expect(guesses).toContain(true);
  expect(guesses).toContain(false);
  // Whatever is sure stands before the first guess.
  expect(guesses.lastIndexOf(false)).toBeLessThan(guesses.indexOf(true));
});

test("a change that is not taken moves nothing, and those behind it find its calls as they were", async () => {
  const past = await history();
  const whole = await stackOf(past);
  const first = whole.layers[0]?.draft;
  if (first === undefined) throw new Error("nothing was proposed");

  const without = await stackOf(past, {
    isTaken: (draft) => proposalId(draft) !== proposalId(first),
  });

  const told = without.layers.find(({ draft }) => proposalId(draft) === proposalId(first));
  expect(told === undefined ? 0n : savedBy(told.savings)).toBe(
    savedBy(whole.layers[0]?.savings ?? []),
  );
  const saved = sum(
    without.layers
      .filter(({ draft }) => proposalId(draft) !== proposalId(first))
      .map(({ savings }) => savedBy(savings))
      .filter((amount) => amount > 0n),
  );
  expect(spendOf(past.calls) - spendOf(without.after.calls)).toBe(saved);
});

test("a guess saves nothing of calls that something else takes away, and all together no more than was spent", async () => {
  const past = await history();
  const guessed = (stack: LeverStack) =>
    stack.layers.filter(({ draft }) => draft.confidence.level === "low");
  const moved = guessed(await stackOf(past)).flatMap(({ savings }) => savings);
  const taken = new Set(moved.map(({ call }) => call.row.row_id));
  expect(taken.size).toBeGreaterThan(0);

  const stack = new LeverStack(past);
  await stack.laySure();
  const sure = stack.after;
  const left = { ...sure, calls: sure.calls.filter(({ row }) => !taken.has(row.row_id)) };
  stack.leave(left);
  await stack.layGuesses();

  expect(sum(guessed(stack).map(({ savings }) => savedBy(savings)))).toBe(0n);
  expect(spendOf(stack.after.calls)).toBe(spendOf(left.calls));
});
