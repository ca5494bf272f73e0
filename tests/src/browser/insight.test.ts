import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { daysBack, importHistory } from "./history.fixture.ts";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";
import { patience } from "./open-browser.ts";

const month = daysBack(30);

describeConsole("KPIs, drivers, anomalies and the reconciliation", {}, (shown) => {
  const { open } = shown;

  test.each(
    looks.flatMap((look) =>
      [
        { path: "/kpis", says: "Make the first call" },
        { path: "/drivers", says: "Make the first call" },
        { path: "/anomalies", says: "Make the first call" },
        { path: "/reconciliation", says: "No bill was imported yet" },
      ].map((page) => ({ ...page, ...look })),
    ),
  )(
    "$path tells how to begin, passes axe and fits (dark: $dark, $width px)",
    async ({ path, says, ...look }) => {
      const page = await open(path, look);
      await page.getByText(says).first().waitFor();

      await expectPresentable(page);
    },
  );

  describe("with a hundred days", () => {
    beforeAll(() => importHistory(shown.stack));

    test.each(
      looks.flatMap((look) =>
        [
          { path: `/kpis?${month}`, region: "Over time" },
          { path: `/kpis?${month}&kpi=cache_hit_rate&as=table`, region: "Over time" },
          { path: `/drivers?${month}&by=team`, region: "What moved the cost" },
          { path: `/anomalies?${month}`, region: "Anomalies" },
          { path: `/anomalies?${daysBack(90)}&team=nobody`, region: "Anomalies" },
          { path: "/reconciliation", region: "The difference in USD, by kind" },
        ].map((page) => ({ ...page, ...look })),
      ),
    )("$path passes axe and fits (dark: $dark, $width px)", async ({ path, region, ...look }) => {
      const page = await open(path, look);
      await page.getByRole("region", { name: region, exact: true }).waitFor();

      await expectPresentable(page);
    });

    test("each KPI has its target, and one that is not known says what it needs", async () => {
      const page = await open(`/kpis?${month}`);

      const inference = page.getByRole("article", { name: "Cost per inference" });
      await inference.getByText(/^(Rising|Falling|Steady).*before: \$/).waitFor();
      await inference.getByText("Target: falling").waitFor();
      const gpu = page.getByRole("article", { name: "GPU utilisation" });
      await gpu.getByText("Not known").waitFor();
      await gpu.getByText(/it needs GPU metrics/).waitFor();
    });

    test("a KPI opens to the calls behind it by keyboard, with the range", async () => {
      const page = await open(`/kpis?${month}&team=red`);

      await page
        .getByRole("article", { name: "Cache hit rate" })
        .getByRole("link", { name: /Explore the calls/ })
        .press("Enter");

      await page.waitForURL(/\/explore\?.*team=red.*measure=cache_read_share/);
      await page.waitForURL(/from=/);
    });

    test("which KPI is drawn, by what and how stands in the address", async () => {
      const page = await open(`/kpis?${month}`);

      await page.getByLabel("KPI", { exact: true }).selectOption("savings_rate");
      await page.getByLabel("Time grain", { exact: true }).selectOption("week");
      await page.getByText("Table", { exact: true }).click();

      await page.waitForURL((url) =>
        ["kpi=savings_rate", "grain=week", "as=table"].every((part) => url.search.includes(part)),
      );
      await page
        .getByRole("cell", { name: /^week of/ })
        .first()
        .waitFor();
    });

    test("the planted day is an anomaly whose cause is named and opens its calls", async () => {
      const page = await open(`/anomalies?${month}`);
      const row = page.getByRole("row", { name: /red.*more tokens per call/ });
      await row.waitFor();
      await row.getByRole("link", { name: "Team red" }).press("Enter");

      await page.waitForURL(/\/explore\?.*team=red/);
      await page.getByRole("region", { name: "Effective cost by model" }).waitFor();
    });

    test("the month and the quarter are foretold, or say how much history is missing", async () => {
      const page = await open(`/anomalies?${month}`);

      await page
        .getByRole("region", { name: "This month" })
        .getByText(/expected at the end/)
        .waitFor();
      await page
        .getByText(/off by \d+ % on average/)
        .first()
        .waitFor();

      const nobody = await open("/anomalies?team=nobody");
      await nobody.getByText("Not enough history").first().waitFor();
    });

    test("the forecast is saved as CSV with every digit", async () => {
      const page = await open(`/anomalies?${month}`);
      const saved = page.waitForEvent("download");
      await page.getByRole("button", { name: "Save the forecast as CSV" }).press("Enter");

      const download = await saved;
      expect(download.suggestedFilename()).toBe("headgate-forecast.csv");
      const text = readFileSync(await download.path(), "utf8");
      expect(text).toMatch(/^period,/);
      expect(text).toMatch(/\r\nmonth,|\r\nquarter,/);
    });

    test("the parts of the change are shown to add up, and a value opens its calls", async () => {
      const page = await open(`/drivers?${month}&by=team`);

      await page.getByText(/The parts add up to .*to the last digit/).waitFor();
      await page.getByRole("link", { name: "red", exact: true }).press("Enter");

      await page.waitForURL(/\/explore\?.*team=red/);
    });

    test("the reconciliation has what is unexplained, by kind, and its drawing stands in the address", async () => {
      const page = await open("/reconciliation");

      const figures = page.getByRole("region", { name: "Reconciliation in USD", exact: true });
      await figures.getByText("Unexplained").waitFor();
      await page.getByRole("row", { name: /^Non-usage tax \$3\.25/ }).waitFor();
      await page.getByLabel("Differences by", { exact: true }).selectOption("model");

      await page.waitForURL(/differences_by=model/);
      await expect
        .poll(() => page.locator(".recharts-bar-rectangle path").count(), patience)
        .toBeGreaterThan(0);
    });
  });
});
