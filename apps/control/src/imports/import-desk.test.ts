import { configSchema } from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NOW_MS, type OpenApp, openApp } from "../open-app.fixture.ts";
import { createImportDesk } from "./import-desk.ts";

let app: OpenApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app.close());

test("a client's import waits for one of control's own; control's is told to come again", async () => {
  const desk = createImportDesk({
    ledger: app.ledger,
    prices: () => app.prices,
    config: () => configSchema.parse({}),
    nowMs: () => NOW_MS,
  });
  const start = { named: ["fixture"], restating: [] };
  const ending = { read: [], skips: [], warnings: [] };
  const own = await desk.begin(start, "control");

  const waiting = desk.begin(start);
  await desk.finish(own, { ...ending, joins: true });
  const client = await waiting;

  await expect(desk.begin(start, "control")).rejects.toMatchObject({ code: "import_running" });
  await desk.abandon(client);
});
