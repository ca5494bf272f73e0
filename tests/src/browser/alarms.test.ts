import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataDirectory, openSqliteState } from "@headgate/ledger";
import { afterAll, expect, test } from "vitest";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";
import { patience } from "./open-browser.ts";

let received = 0;
const receiver = createServer((request, response) => {
  received += 1;
  request.resume();
  response.end();
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

const given = {
  stack: async () => {
    const data = mkdtempSync(join(tmpdir(), "headgate-alarms-"));
    // Constructed: as if a process before had found it to fire.
    const state = await openSqliteState({ path: dataDirectory(data).state });
    const sinceMs = Date.now() - 3 * 3_600_000;
    const url = `http://127.0.0.1:${await listening(receiver)}/hook`;
    await state.changeAlarm({
      atMs: sinceMs,
      standing: { alarm: "search-errors", state: "firing", sinceMs, toldAtMs: sinceMs },
      messages: [
        {
          version: 1,
          id: "constructed",
          kind: "fired",
          alarm: "search-errors",
          on: "errors",
          filter: { team: "search" },
          window: "1h",
          time_zone: "UTC",
          above: "0.05",
          below: null,
          clear: null,
          unit: "ratio",
          currency: null,
          kpi: null,
          about: "the share of failed attempts",
          condition: "above 5 %",
          since: new Date(sinceMs).toISOString(),
          measurement: null,
          link: null,
          text: "The alarm search-errors fires: 8 of 100 attempts failed.",
        },
      ],
      notifiers: [],
      isSnoozed: false,
    });
    await state.close();
    return {
      data,
      config: {
        alarms: [
          { name: "support-spend", on: "spend", window: "month", above: "250" },
          {
            name: "search-errors",
            on: "errors",
            filter: { team: "search" },
            window: "1h",
            above: "0.05",
            notify: ["ops"],
          },
        ],
        notifiers: { ops: { kind: "webhook", url } },
      },
    };
  },
} satisfies Parameters<typeof describeConsole>[1];

describeConsole("alarms", given, ({ open }) => {
  // First: alarms are judged a minute after the start.
  test("what fires stands first, with its state, and what was not judged says so", async () => {
    const page = await open("/alarms");
    const row = (index: number) => page.getByRole("row").nth(index).innerText();

    await expect.poll(() => row(1), patience).toMatch(/search-errors[\s\S]*firing[\s\S]*above 5 %/);
    await expect.poll(() => row(2), patience).toMatch(/support-spend[\s\S]*not judged yet[\s\S]*–/);
  });

  test.each(looks)("the list passes axe and fits (dark: $dark, $width wide)", async (look) => {
    const page = await open("/alarms", look);
    await page.getByRole("cell", { name: "search-errors", exact: true }).waitFor();

    await expectPresentable(page);
  });

  test("what happened is listed with who was told", async () => {
    const page = await open("/alarms");
    const happened = page.getByRole("listitem").filter({ hasText: "8 of 100 attempts failed" });

    await expect.poll(() => happened.innerText(), patience).toMatch(/fired[\s\S]*nobody is told/);
  });

  test("a test reaches the notifier, and its result is said", async () => {
    const page = await open("/alarms");
    const before = received;
    await page.getByRole("button", { name: "Send a test to ops" }).click();

    await page.getByRole("status").filter({ hasText: "ops took the test" }).waitFor();
    expect(received).toBeGreaterThan(before);
    await expectPresentable(page);
  });

  test("an alarm is snoozed for a day and woken again", async () => {
    const page = await open("/alarms");
    const row = page.getByRole("row").filter({ hasText: "support-spend" });
    await row.getByRole("button", { name: "Snooze a day: support-spend" }).click();
    await row.getByText("snoozed until").waitFor();
    await row.getByRole("button", { name: "Wake support-spend" }).click();

    await row.getByText("snoozed until").waitFor({ state: "detached" });
  });
});

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
