import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  dataDirectoryPath,
  existingDataDirectory,
  prepareDataDirectory,
} from "./data-directory.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-data-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a data directory is made with its parents, and only its owner can read it", async () => {
  const root = join(folder, "a", "b");
  await prepareDataDirectory(root);
  await prepareDataDirectory(root);
  expect(statSync(root).mode & 0o777).toBe(0o700);
});

test("a file in its place is refused", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  for (const root of [file, join(file, "below")]) {
    await expect(prepareDataDirectory(root)).rejects.toMatchObject({ code: "data_dir_unusable" });
  }
  await expect(existingDataDirectory(file)).rejects.toThrow(/is not a directory/);
});

test.runIf(existsSync("/proc/self"))(
  "a place that takes no folders is refused at once",
  async () => {
    await expect(prepareDataDirectory("/proc/headgate/data")).rejects.toMatchObject({
      code: "data_dir_unusable",
    });
  },
);

test("the flag wins over the environment, and that over the usual place", () => {
  expect(dataDirectoryPath("/a", { HEADGATE_DATA: "/b" })).toBe("/a");
  expect(dataDirectoryPath(undefined, { HEADGATE_DATA: "/b" })).toBe("/b");
  expect(dataDirectoryPath(undefined, {})).toBe(join(process.cwd(), ".headgate"));
});
