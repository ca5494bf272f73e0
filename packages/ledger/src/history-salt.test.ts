import { mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readHistorySalt } from "./history-salt.ts";

const folder = (): string => mkdtempSync(join(tmpdir(), "headgate-salt-"));

test("a salt is made once, for its owner alone, and read from then on", () => {
  const directory = join(folder(), "data");
  const path = join(directory, "history-salt");

  const made = readHistorySalt(path);

  expect(made).toHaveLength(32);
  expect(readHistorySalt(path)).toEqual(made);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(["history-salt"]);
  expect(readHistorySalt(join(folder(), "history-salt"))).not.toEqual(made);
});

test("a salt that is given is the same wherever it is given, and no file is made of it", () => {
  const directory = folder();
  const given = "0123456789abcdef".repeat(4);

  expect(readHistorySalt(join(directory, "history-salt"), given).toString("hex")).toBe(given);
  expect(readdirSync(directory)).toEqual([]);
});

test("a file that is no salt is left as it is, and its place is told", () => {
  const path = join(folder(), "history-salt");
  writeFileSync(path, "short");

  expect(() => readHistorySalt(path)).toThrow(/history-salt is not a salt of 64/);
});
