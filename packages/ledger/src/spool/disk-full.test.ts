import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { exampleRow } from "./ledger-row.fixture.ts";
import { openSpool } from "./open-spool.ts";
import { rowsIn } from "./spool-files.fixture.ts";

/** Mounts a file system of 64 KiB, or tells why that cannot be done here. */
async function mountSmallDisk(): Promise<{ folder: string } | { reason: string }> {
  if (process.platform !== "linux") return { reason: "needs Linux" };
  if (process.getuid?.() !== 0) return { reason: "needs root to mount a tmpfs" };
  const folder = await mkdtemp(join(tmpdir(), "headgate-small-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "pipe" });
    return { folder };
  } catch (error) {
    rmSync(folder, { recursive: true });
    return { reason: `tmpfs cannot be mounted: ${(error as Error).message}` };
  }
}

const disk = await mountSmallDisk();
const unmount = (folder: string): void => {
  execFileSync("umount", ["--lazy", folder]);
  rmSync(folder, { recursive: true });
};

if ("folder" in disk) {
  test("on a disk that is really full every row waits, and is written once when there is room", async () => {
    const { folder } = disk;
    onTestFinished(() => unmount(folder));
    const ballast = join(folder, "ballast");
    writeFileSync(ballast, Buffer.alloc(24 * 1024));
    const spool = await openSpool({
      directory: folder,
      writerId: "gateway-1",
      segmentBytes: 8192,
      flushIntervalMs: 5,
      durability: "disk",
    });

    let acknowledged = 0;
    const appended = Array.from({ length: 35 }, async (_, call) => {
      await spool.append(exampleRow(call));
      acknowledged += 1;
    });
    await vi.waitFor(() => expect(spool.healthy).toBe(false), 60_000);
    expect(spool.stats.lastError).toMatch(/ENOSPC/);
    await vi.waitFor(async () => {
      const text = await readFile(join(folder, "gateway-1/00000001.spool"), "utf8");
      expect(text === "" || text.endsWith("\n")).toBe(true);
    }, 60_000);
    expect(acknowledged).toBeLessThan(35);
    rmSync(ballast);
    await Promise.all(appended);

    expect(spool.healthy).toBe(true);
    const rows = await rowsIn(join(folder, "gateway-1"));
    expect(rows).toEqual(Array.from({ length: 35 }, (_, call) => exampleRow(call)));
    await spool.close();
  });
} else {
  test.skip(`on a disk that is really full every row waits (skipped: ${disk.reason})`, () =>
    undefined);
}
