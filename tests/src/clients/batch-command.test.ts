import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  batchListResultSchema,
  batchRunLeftSchema,
  batchRunResultSchema,
} from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";

const cli = createRequire(import.meta.url).resolve("../../../apps/cli/bin/headgate.mjs");

let stack: Stack;
let folder: string;
beforeAll(async () => {
  // No batch is made in time, so the answers come when the deadline is near.
  stack = await startStack({
    config: {
      batch: { least_wait_seconds: 3_600, most_wait_minutes: 60, shortest_deadline_minutes: 0 },
    },
  });
  folder = mkdtempSync(join(tmpdir(), "headgate-batch-run-"));
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Ended = Readonly<{ code: number | null; stdout: string; stderr: string }>;

function start(...words: readonly string[]) {
  const child = spawn(process.execPath, [cli, "batch", ...words, "--url", stack.url], {
    cwd: folder,
    env: { ...process.env, HEADGATE_KEY: stack.secret, NO_COLOR: "1", TZ: "UTC" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  let heard: (() => void) | undefined;
  child.stdout.on("data", (piece: Buffer) => {
    stdout += piece.toString();
  });
  child.stderr.on("data", (piece: Buffer) => {
    stderr += piece.toString();
    heard?.();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return {
    child,
    ended,
    says: (text: string): Promise<void> =>
      new Promise((resolve) => {
        heard = () => {
          if (stderr.includes(text)) resolve();
        };
        heard();
      }),
  };
}

const requests = (form: (id: string) => object): string =>
  ["c", "a", "b"].map((id) => `${JSON.stringify(form(id))}\n`).join("");

const forms = {
  openai: (id: string) => ({
    custom_id: id,
    method: "POST",
    url: "/v1/chat/completions",
    body: { model: "gpt-4o-mini", max_tokens: 20, messages: [{ role: "user", content: id }] },
  }),
  anthropic: (id: string) => ({
    custom_id: id,
    params: {
      model: "claude-haiku-4-5",
      max_tokens: 20,
      messages: [{ role: "user", content: id }],
    },
  }),
} as const;

test("a run that is stopped goes on with the same batch, and its results stand in the order of the requests", async () => {
  for (const [format, form] of Object.entries(forms)) {
    const file = join(folder, `${format}.jsonl`);
    writeFileSync(file, requests(form));
    const stopped = start("run", file, "--yes", "--deadline", "40s", "--json");
    await stopped.says("is under way");
    stopped.child.kill("SIGINT");
    const first = await stopped.ended;
    expect(first.code).toBe(1);
    const id = /(?:msg)?batch_\w+/.exec(first.stderr)?.[0];
    expect(first.stderr).toContain(`${id} goes on`);
    expect(first.stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(batchRunLeftSchema.parse(JSON.parse(first.stdout))).toMatchObject({
      ...{ left: "stopped", batch_id: id, estimate: { format, requests: 3 } },
    });

    const second = await start("run", file, "--yes", "--json").ended;
    expect({ code: second.code, stderr: second.stderr }).toMatchObject({ code: 0 });
    const result = batchRunResultSchema.parse(JSON.parse(second.stdout));
    expect(result).toMatchObject({
      batch: { id, format, requests: 3, succeeded: 3, ended: true },
      resumed: true,
      written: { answered: 3, failed: 0, missing: 0 },
    });
    const lines = readFileSync(result.output, "utf8").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).custom_id)).toEqual(["c", "a", "b"]);
  }
  const listed = await start("list", "--json").ended;
  const { batches } = batchListResultSchema.parse(JSON.parse(listed.stdout));
  expect(batches.map(({ format }) => format).toSorted()).toEqual(["anthropic", "openai"]);
});

test("every wrong line is named by its number before anything is sent", async () => {
  const file = join(folder, "wrong.jsonl");
  const lines = ["a", "b", "c", "d", "e"].map((id) => JSON.stringify(forms.openai(id)));
  lines[1] = "{";
  lines[2] = JSON.stringify({ ...forms.openai("c"), url: "/v1/embeddings" });
  lines[4] = JSON.stringify(forms.openai("a"));
  writeFileSync(file, lines.join("\n"));

  const { code, stderr } = await start("run", file, "--yes").ended;
  expect(code).toBe(2);
  expect(stderr).toContain("3 lines cannot be taken; nothing was sent.");
  expect(stderr).toMatch(/line 2: not JSON|line 2: .*JSON/);
  expect(stderr).toContain("line 3, url: expected /v1/chat/completions as in the lines before.");
  expect(stderr).toContain("line 5, custom_id: it is that of line 1");
});

test("requests without an answer are named by their line, with the reason", async () => {
  const file = join(folder, "refused.jsonl");
  const seeded = { ...forms.openai("b").body, model: "anthropic/claude-haiku-4-5", seed: 7 };
  const lines = [forms.openai("a"), { ...forms.openai("b"), body: seeded }];
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));

  const { code, stdout } = await start("run", file, "--yes", "--deadline", "10s").ended;
  expect(code).toBe(1);
  expect(stdout).toMatch(/^line 2 \(b\): failed: .*seed/m);
  expect(stdout).toContain("1 answer, 1 failed, 0 without a result");
});
