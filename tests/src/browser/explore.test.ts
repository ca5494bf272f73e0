import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { importConstructed, SECOND_WEEK } from "./imported.fixture.ts";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";

const week = `/explore?${SECOND_WEEK}&grain=day`;

/** Constructed: two teams have agreed on their parts of a service that both use. */
const shared = [
  {
    name: "vectors",
    when: { service: "Amazon OpenSearch*" },
    split: {
      by: "fixed" as const,
      shares: [
        { set: { team: "search" }, percent: "75" },
        { set: { team: "ads" }, percent: "25" },
      ],
    },
  },
];
const stack = () => ({ config: { attribution: { shared } } });

describeConsole("exploring, sources and bills", { stack }, (shown) => {
  const { open } = shown;

  test.each(
    looks.flatMap((look) =>
      [
        { path: "/explore", says: "Make the first call" },
        { path: "/sources", says: "headgate import PATH" },
        { path: "/bills", says: "No bill was imported yet" },
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

  describe("with what came in", () => {
    beforeAll(() => importConstructed(shown.stack));

    test.each(
      looks.flatMap((look) =>
        [
          { path: week, region: "Effective cost by model" },
          {
            path: `${week}&split_by=team&as=table&measure=calls`,
            region: "Calls by model",
          },
          {
            path: `${week}&measure=cost_per_call&by=team`,
            region: "Cost per call answered there by team",
          },
          { path: "/sources", region: "What was skipped, and why" },
          { path: "/bills?lines_by=charge_category", region: "Bill lines in USD" },
          { path: "/bills", region: "Shared costs" },
          { path: `/bills?${SECOND_WEEK}`, region: "Bill lines in USD" },
          { path: `/?${SECOND_WEEK}`, region: "Billed by providers" },
          { path: `/explore?${SECOND_WEEK}&of=bills&about=all`, region: "Bill lines in EUR" },
        ].map((page) => ({ ...page, ...look })),
      ),
    )("$path passes axe and fits (dark: $dark, $width px)", async ({ path, region, ...look }) => {
      const page = await open(path, look);
      await page.getByRole("region", { name: region, exact: true }).waitFor();

      await expectPresentable(page);
    });

    test("one drills by keyboard from a model to its teams, and from a team to its calls", async () => {
      const page = await open(week);

      const model = page.getByRole("link", { name: "gpt-4.1", exact: true });
      await model.focus();
      await page.keyboard.press("Enter");

      await page.waitForURL(/\/explore\?.*model=gpt-4\.1/);
      await page.getByRole("region", { name: "Effective cost by team" }).waitFor();
      const calls = page.getByRole("link", { name: /calls? of support/ });
      await calls.focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/calls\?.*model=gpt-4\.1.*/);
      await page.waitForURL(/team=support/);
      await page
        .getByRole("row", { name: /support.*gpt-4\.1/ })
        .first()
        .waitFor();
    });

    test("a filter is a chip that the keyboard takes off", async () => {
      const page = await open(`${week}&team=search`);

      await page.getByRole("button", { name: "Remove filter Team search" }).focus();
      await page.keyboard.press("Enter");

      await page.waitForURL((url) => !url.search.includes("team="));
    });

    test("measure, dimensions, grain, comparison and order stand in the address", async () => {
      const page = await open(week);

      await page.getByLabel("Measure", { exact: true }).selectOption("calls");
      await page.getByLabel("By", { exact: true }).selectOption("team");
      await page.getByLabel("Split by", { exact: true }).selectOption("model");
      await page.getByLabel("Time grain", { exact: true }).selectOption("week");
      await page.getByRole("switch", { name: /Compare/ }).press("Space");
      await page.getByRole("button", { name: "Team", exact: true }).press("Enter");

      await page.waitForURL((url) =>
        [
          "measure=calls",
          "by=team",
          "split_by=model",
          "grain=week",
          "compare=none",
          "sort_by=name",
        ].every((part) => url.search.includes(part)),
      );
      await page.getByRole("columnheader", { name: "Change" }).waitFor({ state: "detached" });
    });

    test("a bar opens its day, and the chart has the period before as a line", async () => {
      const page = await open(week);
      await page.getByText("The period before", { exact: true }).first().waitFor();
      await page.locator(".recharts-line path").first().waitFor({ state: "attached" });

      await page.locator(".recharts-bar-rectangle path").first().click();

      await page.waitForURL(/from=2026-10-19T00%3A00%3A00\.000Z&to=2026-10-20T00%3A00%3A00\.000Z/);
    });

    test("a group that lost its price before is a bound, and has no change that could be told", async () => {
      const page = await open(`/explore?${SECOND_WEEK}&by=provider`);

      await page.getByRole("row", { name: /openai.*\$0\.\d+.*100%.*≥ \$0\.\d+.*–/ }).waitFor();
    });

    test("the view is saved as CSV with every digit", async () => {
      const page = await open(week);
      const saved = page.waitForEvent("download");
      await page.getByRole("button", { name: "Save what is shown by model as CSV" }).press("Enter");

      const download = await saved;
      expect(download.suggestedFilename()).toBe("headgate-effective_cost-by-model.csv");
      const text = readFileSync(await download.path(), "utf8");
      expect(text).toMatch(/^group,is_other,split,split_is_other,calls,/);
      expect(text).toMatch(/\r\ngpt-4\.1,false,,false,18,.*,0\.\d{12},/);
    });

    test("the sources say what came in, what was skipped and where, and whose rows count", async () => {
      const page = await open("/sources");

      await page
        .getByRole("row", { name: /LiteLLM spend log .* ago .* ago 86 84 0 0 0 2/ })
        .waitFor();
      await page.getByText("constructed/spend.csv:12: 3 fields, not 9").waitFor();
      await page.getByText("Import 1", { exact: true }).click();
      await page.getByText(/USD: billed 104/).waitFor();
      await page.getByRole("region", { name: "Whose rows count" }).waitFor();
    });

    test("what was billed stands beside the calls, and says that the two are not to be added", async () => {
      const page = await open(`/?${SECOND_WEEK}`);
      const billed = page.getByRole("region", { name: "Billed by providers", exact: true });

      await billed.getByRole("row", { name: /^Inference \$41\.25 \$44\.75 7$/ }).waitFor();
      await billed
        .getByRole("row", { name: /^All for AI in EUR EUR 17\.20 EUR 17\.20 1$/ })
        .waitFor();
      await billed.getByText(/Do not add this to the spend of calls/).waitFor();
      await billed.getByRole("link", { name: "reconciliation" }).press("Enter");
      await page.waitForURL(/\/reconciliation\?from=2026-10-19.*&to=2026-10-26/);
    });

    test("one goes from calls to bills and back, with the range and without the other's own choices", async () => {
      const page = await open(`${week}&measure=calls`);

      const of = page.getByRole("radiogroup", { name: "What is explored" });
      await of.getByText("Bills", { exact: true }).click();

      await page.waitForURL(
        (url) => url.search.includes("of=bills") && !url.search.includes("measure"),
      );
      await page.getByRole("row", { name: /^Inference \$41\.25/ }).waitFor();
      await of.getByText("Calls", { exact: true }).click();
      await page.waitForURL(
        (url) => !url.search.includes("of=bills") && url.search.includes("from="),
      );
    });

    test("shared costs of the bills are told by team, each part with its rule", async () => {
      const page = await open("/bills");
      const panel = page.getByRole("region", { name: "Shared costs", exact: true });

      await panel.getByRole("row", { name: "search $0.00 $15.75 vectors $15.75" }).waitFor();
      await panel.getByRole("row", { name: "ads $0.00 $5.25 vectors $5.25" }).waitFor();
      await panel
        .getByRole("row", { name: /^Unallocated / })
        .first()
        .waitFor();
    });

    test("the bills keep currencies apart and say what makes spend count", async () => {
      const page = await open("/bills?lines_by=service_name&cost=billed");

      await page.getByRole("row", { name: /Amazon Bedrock \$76\.00 \$83\.00/ }).waitFor();
      await page.getByRole("region", { name: "Bill lines in EUR", exact: true }).waitFor();
      await page.getByRole("row", { name: /^Calls openai ≥ \$1\.18 the calls/ }).waitFor();
    });
  });
});
