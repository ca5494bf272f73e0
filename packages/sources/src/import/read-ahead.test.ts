import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readAhead } from "./read-ahead.ts";

const folder = mkdtempSync(join(tmpdir(), "headgate-read-ahead-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("small files come with their bytes, in order; large ones and those that are gone without", async () => {
  const sizes = [3, 300_000, 0, ...Array.from({ length: 40 }, (_, index) => index + 1)];
  const files = sizes.map((bytes, index) => {
    const path = join(folder, `${index}`);
    writeFileSync(path, "x".repeat(bytes));
    return { name: `${index}`, path, bytes, isNamed: false };
  });
  files.push({ name: "gone", path: join(folder, "gone"), bytes: 5, isNamed: false });

  const turns: (readonly [string, number | undefined])[] = [];
  for await (const { found, content } of readAhead(files)) {
    turns.push([found.name, content?.length]);
  }

  expect(turns).toEqual([
    ...sizes.map((bytes, index) => [`${index}`, bytes === 300_000 ? undefined : bytes]),
    ["gone", undefined],
  ]);
});
