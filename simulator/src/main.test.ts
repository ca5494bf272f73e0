import { fork } from "node:child_process";
import { once } from "node:events";
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
