import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataDirectory, openSqliteState } from "@headgate/ledger";
import { expect, test } from "vitest";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";
import { patience } from "./open-browser.ts";

const given = {
  stack: async () => {
    const data = mkdtempSync(join(tmpdir(), "headgate-alarms-"));
    // Constructed: as if a process before had found it to fire.
    const state = await openSqliteState({ path: dataDirectory(data).state });
    const sinceMs = Date.now() - 3 * 3_600_000;
    await state.changeAlarm(
      { alarm: "search-errors", state: "firing", sinceMs, toldAtMs: sinceMs },
      undefined,
    );
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
          },
        ],
      },
    };
  },
} satisfies Parameters<typeof describeConsole>[1];

describeConsole("alarms", given, ({ open }) => {
  test.each(looks)("the list passes axe and fits (dark: $dark, $width wide)", async (look) => {
    const page = await open("/alarms", look);
    await page.getByRole("cell", { name: "search-errors" }).waitFor();

    await expectPresentable(page);
  });

  test("what fires stands first, with its state, and what was not judged says so", async () => {
    const page = await open("/alarms");
    const row = (index: number) => page.getByRole("row").nth(index).innerText();

    await expect.poll(() => row(1), patience).toMatch(/search-errors[\s\S]*firing[\s\S]*above 5 %/);
    await expect.poll(() => row(2), patience).toMatch(/support-spend[\s\S]*not judged yet[\s\S]*–/);
  });
});
