import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startStack } from "../stack/start-stack.ts";

test("a copy of the data directory, made while nothing runs, has the calls and the keys", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headgate-backup-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const stack = await startStack({ data: join(folder, "data") });
  const answer = await fetch(`${stack.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.secret}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-5-mini", messages: [{ role: "user", content: "Hello" }] }),
  });
  expect(answer.status).toBe(200);
  await answer.arrayBuffer();
  const before = await stack.settled(1);
  await stack.stop();

  const copy = join(folder, "copy");
  await cp(stack.data, copy, { recursive: true });
  const restored = await startStack({ data: copy });
  onTestFinished(async () => {
    await restored.stop();
  });

  expect(await restored.settled(1)).toEqual(before);
  const again = await fetch(`${restored.url}/v1/models`, {
    headers: { authorization: `Bearer ${stack.secret}` },
  });
  expect(again.status).toBe(200);
});
