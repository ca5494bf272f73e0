import { expect, onTestFinished, test } from "vitest";
import { Connection } from "./connection.ts";
import { testConfig } from "./opening-ledgers.fixture.ts";
import { readClock } from "./read-clock.ts";

const [url = ""] = (process.env.HEADGATE_TEST_CLICKHOUSE ?? "").split(" ");

test.skipIf(url === "")("the server's time is a moment between question and answer", async () => {
  const connection = new Connection({ ...testConfig(url), database: "default" });
  onTestFinished(() => connection.close());

  const askedAtMs = Date.now();
  const clockMs = await readClock(connection);

  // It runs on this machine, so its clock is the same one.
  expect(clockMs).toBeGreaterThanOrEqual(askedAtMs);
  expect(clockMs).toBeLessThanOrEqual(Date.now());
});
