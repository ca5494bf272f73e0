import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childMessageSchema } from "@headgate/contract";
import { expect, test } from "vitest";

const main = new URL("./main.ts", import.meta.url);
const run = (args: readonly string[]) =>
  fork(main, args, {
    execArgv: ["--conditions=@headgate/source", "--import", "tsx"],
    stdio: "inherit",
  });

test("the simulator runs as a process of its own, says where it listens, and ends on SIGTERM", async () => {
  const child = run(["--port", "0", "--seed", "1"]);
  const [sent]: unknown[] = await once(child, "message");
  const message = childMessageSchema.parse(sent);
  if (message.kind !== "listening") throw new Error(message.message);

  const answer = await fetch(`${message.url}/v1/models`, {
    headers: { authorization: "Bearer k" },
  });
  await answer.arrayBuffer();
  child.kill("SIGTERM");
  const [code]: unknown[] = await once(child, "exit");

  expect(answer.status).toBe(200);
  expect(code).toBe(0);
});

test("a process that is killed and started again knows the batches that it had taken", async () => {
  const dir = mkdtempSync(join(tmpdir(), "headgate-killed-"));
  const args = ["--batches", JSON.stringify({ dir, durationMs: 3_600_000 })];
  const headers = { "x-api-key": "k", "anthropic-version": "2023-06-01" };
  const params = { model: "claude-haiku-4-5", max_tokens: 9, messages: [] };
  const started = async () => {
    const child = run(args);
    const [sent]: unknown[] = await once(child, "message");
    const message = childMessageSchema.parse(sent);
    if (message.kind !== "listening") throw new Error(message.message);
    return { child, url: message.url };
  };
  const killed = async (child: ReturnType<typeof run>) => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };

  const first = await started();
  const answer = await fetch(`${first.url}/v1/messages/batches`, {
    method: "POST",
    headers,
    body: JSON.stringify({ requests: [{ custom_id: "a", params }] }),
  });
  const made: unknown = await answer.json();
  await killed(first.child);
  const second = await started();
  const report = await fetch(`${second.url}/simulator/batches`);
  const kept: unknown = await report.json();
  await killed(second.child);
  rmSync(dir, { recursive: true });

  expect(made).toMatchObject({ type: "message_batch" });
  expect(kept).toMatchObject({
    batches: [{ id: (made as { id: string }).id, provider: "anthropic" }],
    answered: 0,
  });
});

test("the process says so when its port is taken", async () => {
  const first = run([]);
  const [sent]: unknown[] = await once(first, "message");
  const message = childMessageSchema.parse(sent);
  if (message.kind !== "listening") throw new Error(message.message);

  const second = run(["--port", new URL(message.url).port]);
  const [failure]: unknown[] = await once(second, "message");
  const [code]: unknown[] = await once(second, "exit");
  first.kill("SIGTERM");
  await once(first, "exit");

  expect(childMessageSchema.parse(failure)).toMatchObject({ kind: "failed", code: "port_taken" });
  expect(code).toBe(1);
});
