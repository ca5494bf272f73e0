import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HeadgateConfig, type HeadgateError, parseConfig } from "@headgate/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileState, watchConfig } from "./watch-config.ts";

let folder: string;
let path: string;
let seen: HeadgateConfig[];
let faults: HeadgateError[];
let unwatch: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-watch-"));
  path = join(folder, "headgate.yaml");
  writeFileSync(path, "listen: { port: 1 }\n");
  seen = [];
  faults = [];
  unwatch = watchConfig({
    path,
    since: fileState(path),
    read: async () => parseConfig(readFileSync(path, "utf8"), {}, path),
    onChange: (config) => seen.push(config),
    onFault: (error) => faults.push(error),
    pollIntervalMs: 10,
  });
});
afterEach(() => {
  unwatch();
  rmSync(folder, { recursive: true, force: true });
});

test("a changed file is read anew", async () => {
  writeFileSync(path, "listen: { port: 22 }\n");
  await expect.poll(() => seen.at(-1)?.listen.port, { timeout: 10_000 }).toBe(22);
});

test("an invalid file is told, and the next valid one is taken", async () => {
  writeFileSync(path, "listen: { port: many }\n");
  await expect.poll(() => faults.at(-1)?.message, { timeout: 10_000 }).toMatch(/listen\.port/);
  expect(seen).toEqual([]);
  writeFileSync(path, "listen: { port: 4444 }\n");
  await expect.poll(() => seen.at(-1)?.listen.port, { timeout: 10_000 }).toBe(4444);
});

test("a file that is replaced by another is read anew", async () => {
  const draft = join(folder, "draft.yaml");
  writeFileSync(draft, "listen: { port: 5 }\n");
  renameSync(draft, path);
  await expect.poll(() => seen.at(-1)?.listen.port, { timeout: 10_000 }).toBe(5);
});

test("a change between the first reading and the watching is not missed", async () => {
  unwatch();
  const since = fileState(path);
  writeFileSync(path, "listen: { port: 333 }\n");
  unwatch = watchConfig({
    path,
    since,
    read: async () => parseConfig(readFileSync(path, "utf8"), {}, path),
    onChange: (config) => seen.push(config),
    onFault: (error) => faults.push(error),
    pollIntervalMs: 10,
  });
  await expect.poll(() => seen.at(-1)?.listen.port, { timeout: 10_000 }).toBe(333);
});
