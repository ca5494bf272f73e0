import { join } from "node:path";
import { startLoader } from "@headgate/ledger";
import { type Logger, pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { appendToSpool } from "./append-to-spool.fixture.ts";
import { finishLoading } from "./finish-loading.ts";
import { openApp } from "./open-app.fixture.ts";

/** A log that keeps what it is told. */
function keptLog(): Readonly<{ log: Logger; lines: readonly Record<string, unknown>[] }> {
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { level: "info" },
    { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  return { log, lines };
}

/** A loader over a spool with one row, and a ledger that takes rows only when it is let. */
async function waitingLoader() {
  const app = await openApp();
  onTestFinished(() => app.close());
  const folder = join(app.folder, "node");
  await appendToSpool(folder, ["a"]);
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const store = new Proxy(app.ledger, {
    get: (ledger, name) => {
      if (name === "append") {
        return async (...batch: Parameters<typeof ledger.append>) => {
          await held;
          return ledger.append(...batch);
        };
      }
      const value: unknown = Reflect.get(ledger, name, ledger);
      return typeof value === "function" ? value.bind(ledger) : value;
    },
  });
  const loader = startLoader({
    spoolDirectory: join(folder, "spool"),
    quarantineDirectory: join(folder, "quarantine"),
    store,
  });
  await expect.poll(() => loader.status().bytes_waiting).toBeGreaterThan(0);
  return { loader, letGo };
}

test("rows that could not be loaded in the time that there was are told of, with where they stay", async () => {
  const { loader, letGo } = await waitingLoader();
  const { log, lines } = keptLog();

  const finished = finishLoading(loader, 1, log);
  await expect.poll(() => lines.length).toBe(1);
  letGo();
  await finished;

  expect(lines).toMatchObject([{ level: 40, msg: expect.stringContaining("next start") }]);
  expect(lines[0]?.bytes).toBeGreaterThan(0);
});

test("where all is loaded nothing is told", async () => {
  const { loader, letGo } = await waitingLoader();
  const { log, lines } = keptLog();
  letGo();

  await finishLoading(loader, 300_000, log);

  expect(loader.status()).toMatchObject({ rows_added: 1, bytes_waiting: 0 });
  expect(lines).toEqual([]);
});
