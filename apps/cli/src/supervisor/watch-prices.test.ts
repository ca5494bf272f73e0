import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { watchPrices } from "./watch-prices.ts";

test("an import and a change to a file of one's own are both told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headgate-prices-"));
  let count = 0;
  let told: () => void = () => undefined;
  const next = () =>
    new Promise<void>((resolve) => {
      told = resolve;
    });
  const unwatch = watchPrices({
    folder,
    onChange: () => {
      count += 1;
      told();
    },
    pollIntervalMs: 5,
  });

  const imported = next();
  await mkdir(join(folder, "imports", "2026-11-25-litellm-001"), { recursive: true });
  await writeFile(join(folder, "imports", "2026-11-25-litellm-001", "groq.json"), "{}");
  await imported;
  const written = next();
  await writeFile(join(folder, "own.json"), "{}");
  await written;

  unwatch();
  expect(count).toBeGreaterThanOrEqual(2);
  await rm(folder, { recursive: true, force: true });
});
