import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, onTestFinished, test } from "vitest";
import { copiedFiles, writeFileFrom } from "./copied-file.ts";

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
