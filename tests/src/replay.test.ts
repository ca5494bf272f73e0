import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { replayResultSchema } from "@headgate/contract";
import { formatDollars, multiply, parseDollars, sum } from "@headgate/money";
import { afterAll, beforeAll, expect, test } from "vitest";
import { executables } from "./stack/child.ts";
import { type Stack, startStack } from "./stack/start-stack.ts";

const folder = mkdtempSync(join(tmpdir(), "headgate-replay-"));
const trace = join(folder, "trace.csv");
/** A constructed trace: sizes that differ, an answer of nothing among them. */
const rows = Array.from({ length: 400 }, (_, index) => ({
  input: 1 + ((index * 7919) % 900),
  output: (index * 104_729) % 120,
}));

let stack: Stack;
beforeAll(async () => {
  const lines = rows.map(({ input, output }) => `2026-01-01 00:00:00.0000000,${input},${output}`);
  writeFileSync(trace, `TIMESTAMP,ContextTokens,GeneratedTokens\r\n${lines.join("\r\n")}`);
  stack = await startStack();
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});

const replay = async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    executables.cli,
    "replay",
    trace,
    "--url",
    stack.url,
    "--json",
  ]);
  return replayResultSchema.parse(JSON.parse(stdout));
};

test("a replayed trace is in the ledger to the token and the picodollar, and a second replay changes nothing", async () => {
  const input = rows.reduce((total, row) => total + row.input, 0);
  const output = rows.reduce((total, row) => total + row.output, 0);
  // gpt-4o-mini: $0.15 and $0.60 per million tokens.
  const cost = sum([
    multiply(parseDollars("0.00000015"), input),
    multiply(parseDollars("0.0000006"), output),
  ]);

  const first = await replay();
  const second = await replay();

  expect(first).toMatchObject({
    sent: 400,
    failed: 0,
    calls: 400,
    input_tokens: input,
    output_tokens: output,
    effective_cost: formatDollars(cost),
  });
  expect(second).toMatchObject({ sent: 0, calls: 400, effective_cost: formatDollars(cost) });
});
