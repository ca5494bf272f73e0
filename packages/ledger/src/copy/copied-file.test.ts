import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { bytesOf, copiedFiles, writeFileFrom } from "./copied-file.ts";

const permissionsOf = async (path: string) => (await stat(path)).mode & 0o777;

test.skipIf(process.platform === "win32")(
  "rows between two engines are for nobody's eyes but their owner's, whatever the folder is that they lie in",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "headgate-copied-file-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const between = join(folder, "migration");

    const files = await copiedFiles(between);
    const file = files.next();
    await writeFileFrom(Readable.from([Buffer.from("rows")]), file);

    expect([await permissionsOf(between), await permissionsOf(file)]).toEqual([0o700, 0o600]);
    await files.close();
    await expect(stat(between)).rejects.toThrow("ENOENT");
  },
);

test("a file that nobody reads is not opened, and who reads one that is gone hears of it", async () => {
  const file = join(tmpdir(), "headgate-copied-file-that-is-gone", "1.parquet");
  const failures: unknown[] = [];
  const listen = (error: unknown) => void failures.push(error);
  process.on("uncaughtException", listen);
  onTestFinished(() => void process.off("uncaughtException", listen));

  bytesOf(file);
  // Whoever had opened it would have been told by then.
  await expect(stat(file)).rejects.toThrow("ENOENT");
  await setImmediate();
  const read = async () => {
    for await (const _ of bytesOf(file)) throw new Error("there is nothing to read");
  };

  await expect(read()).rejects.toThrow("ENOENT");
  expect(failures).toEqual([]);
});
