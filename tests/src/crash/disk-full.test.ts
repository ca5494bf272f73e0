import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { type Stack, startStack } from "../stack/start-stack.ts";

const data = mkdtempSync(join(tmpdir(), "headgate-full-"));
const spool = join(data, "spool");
const filler = join(spool, "filler");
const reason = mountSmallDisk();

/** A disk of its own for the spool; the reason why there is none where it cannot be mounted. */
function mountSmallDisk(): string | undefined {
  mkdirSync(spool);
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "needs root on Linux";
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", spool], { stdio: "ignore" });
    return undefined;
  } catch (error) {
    return `no tmpfs can be mounted: ${String(error)}`;
  }
}

describe.skipIf(reason !== undefined)(
  `a disk that is full${reason ? ` (skipped: ${reason})` : ""}`,
  () => {
    let stack: Stack | undefined;
    afterAll(async () => {
      await stack?.stop();
      execFileSync("umount", [spool]);
      rmSync(data, { recursive: true, force: true });
    });

    const call = (running: Stack, callId: string): Promise<Response> =>
      fetch(`${running.url}/v1/chat/completions`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${running.secret}`,
          "content-type": "application/json",
          "x-headgate-client-call-id": callId,
        },
        body: JSON.stringify({
          model: "gpt-4o-mini",
          messages: [{ role: "user", content: "one" }],
        }),
      });

    test("new calls are refused in plain words, the one under way is kept, and all resumes by itself", async () => {
      stack = await startStack({ data });
      const running = stack;
      const answered: Promise<Response>[] = [];
      const next = async (): Promise<Response> => {
        const answer = call(running, `call-${answered.length}`);
        answered.push(answer);
        return await answer;
      };
      expect((await next()).status).toBe(200);
      await running.settled(1);

      fillDisk();
      const underWay = next();
      // The first calls of these may still be let in; they are answered once the disk has room.
      await expect
        .poll(
          async () => {
            const refused = (response: Response) => response.headers.get("x-headgate-error");
            return await Promise.race([next().then(refused), wait(200, "held back")]);
          },
          { timeout: 15_000 },
        )
        .toBe("spool_unavailable");
      expect((await fetch(`${running.url}/readyz`)).status).toBe(503);

      rmSync(filler);
      expect((await underWay).status).toBe(200);
      await expect.poll(async () => (await next()).status, { timeout: 15_000 }).toBe(200);
      const statuses = (await Promise.all(answered)).map((response) => response.status);
      const made = statuses.filter((status) => status === 200).length;
      const totals = await running.settled(made);

      expect(new Set(statuses)).toEqual(new Set([200, 503]));
      expect(totals.calls).toBe(made);
      expect(totals.unpriced_attempts).toBe(0);
    });
  },
);

/** Writes until nothing more fits. */
function fillDisk(): void {
  for (let size = 1_048_576; size >= 1; size = Math.floor(size / 2)) {
    try {
      writeFileSync(filler, Buffer.alloc(size), { flag: "a" });
    } catch {
      // As meant: a smaller piece may still fit.
    }
  }
}
