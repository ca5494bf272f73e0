import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { importBillsAlone, teamsByTag } from "./bills-alone.fixture.ts";
import { describeConsole, expectPresentable, looks } from "./in-browser.ts";

const given = {
  stack: () => ({ config: { attribution: teamsByTag } }),
  before: importBillsAlone,
} satisfies Parameters<typeof describeConsole>[1];

describeConsole("bills without a call", given, ({ open }) => {
  test.each(
    looks.flatMap((look) =>
      [
        { path: "/", says: "Billed by providers" },
        { path: "/?key_id=nobody", says: "Bill lines have no key:" },
        { path: "/?range=1h&team=nobody", says: "No bill line of these days matches the filters." },
        { path: "/explore", says: "Bill lines in USD" },
        {
          path: "/explore?of=bills&lines_by=sub_account&cost=billed&grain=week&category=inference",
          says: "Bill lines in USD",
        },
        { path: "/explore?of=bills&outcome=completed", says: "Bill lines have no outcome:" },
        { path: "/kpis", says: "Bills are here; no calls yet" },
        { path: "/drivers", says: "Bills are here; no calls yet" },
        { path: "/calls", says: "Bills are here; no calls yet" },
        { path: "/tokens", says: "Bills are here; no calls yet" },
      ].map((page) => ({ ...page, ...look })),
    ),
  )(
    "$path shows what bills tell, passes axe and fits (dark: $dark, $width px)",
    async ({ path, says, ...look }) => {
      const page = await open(path, look);
      await page.getByText(says).first().waitFor();

      await expectPresentable(page);
    },
  );

  test("the overview has what was billed for AI by category, service, provider and team, and where calls come from", async () => {
    const page = await open("/");

    const billed = page.getByRole("region", { name: "Billed by providers", exact: true });
    await billed
      .getByRole("row", { name: /^Accelerators, serving \$427\.00 \$427\.00 14$/ })
      .waitFor();
    await billed.getByRole("row", { name: /^Apart: no AI/ }).waitFor();
    // The rest of the bill stands behind the total, which it is no part of.
    const firstCells = billed.locator("tbody tr > :first-child");
    expect((await firstCells.allTextContents()).slice(-2)).toEqual([
      "All for AI in USD",
      "Apart: no AI, the rest of the bill",
    ]);
    await billed.getByText(/Bills reach until the end of/).waitFor();
    await page.getByRole("region", { name: "Billed over time in USD", exact: true }).waitFor();
    const services = page.getByRole("region", { name: "Billed by service", exact: true });
    await services.getByRole("row", { name: /^Amazon Bedrock/ }).waitFor();
    expect(await services.getByRole("row", { name: /^Amazon S3/ }).count()).toBe(0);
    await page.getByRole("row", { name: /^platform \$427\.00/ }).waitFor();
    await page.getByText("Bills are here; no calls yet").waitFor();

    await billed.getByRole("link", { name: "See the bills" }).click();
    await page.waitForURL(/\/bills\?from=.*&to=/);
    await page.getByRole("combobox", { name: "Time" }).waitFor();
  });

  test("a category opens its providers and services by keyboard, beside the period before", async () => {
    const page = await open("/");

    await page.getByRole("link", { name: "Accelerators, serving" }).first().press("Enter");
    await page.waitForURL(/\/explore\?.*category=accelerators_serving/);
    await page.getByText(/no line in the time before/).waitFor();
    await page.getByRole("link", { name: "AWS", exact: true }).press("Enter");

    await page.waitForURL(/provider_name=AWS/);
    await page.getByRole("row", { name: /^Amazon SageMaker \$427\.00 \$427\.00 100%/ }).waitFor();
    await page.getByRole("button", { name: "Remove filter Provider AWS" }).press("Enter");
    await page.waitForURL((url) => !url.search.includes("provider_name"));
  });

  test("what came newly is told apart from what there was, and no AI is left out until it is asked for", async () => {
    const page = await open("/explore?of=bills&lines_by=service_name");

    await page
      .getByRole("row", { name: /^Amazon SageMaker \$427\.00 \$427\.00 .* – new/ })
      .waitFor();
    await page.getByRole("row", { name: /^Amazon Bedrock \$/ }).waitFor();
    expect(await page.getByRole("row", { name: /^Amazon S3/ }).count()).toBe(0);
    await page.getByRole("switch", { name: "Only lines about AI" }).press("Space");

    await page.waitForURL(/about=all/);
    await page.getByRole("row", { name: /^Amazon S3 \$/ }).waitFor();
  });

  test("a filter offers the values that bill lines have, and nothing that they do not know", async () => {
    const page = await open("/");

    await page.getByRole("button", { name: "Filter", exact: true }).click();
    const menu = page.getByRole("dialog");
    await menu.getByRole("button", { name: "Team", exact: true }).waitFor();
    expect(await menu.getByRole("button", { name: "Key", exact: true }).count()).toBe(0);
    await menu.getByRole("button", { name: "Team", exact: true }).click();
    await menu.getByRole("button", { name: /^platform\s*14 lines$/ }).click();

    await page.waitForURL(/team=platform/);
    const billed = page.getByRole("region", { name: "Billed by providers", exact: true });
    await billed.getByRole("row", { name: /^Inference/ }).waitFor({ state: "detached" });
    await billed.getByRole("row", { name: /^Accelerators, serving \$427\.00/ }).waitFor();
  });

  test("cost, dimension, grain, comparison and order of bills stand in the address", async () => {
    const page = await open("/explore");

    await page.getByLabel("Cost", { exact: true }).selectOption("billed");
    await page.getByLabel("By", { exact: true }).selectOption("team");
    await page.getByLabel("Time grain", { exact: true }).selectOption("week");
    await page.getByRole("switch", { name: /Compare/ }).press("Space");
    await page.getByRole("button", { name: "Team", exact: true }).press("Enter");

    await page.waitForURL((url) =>
      [
        "of=bills",
        "cost=billed",
        "lines_by=team",
        "grain=week",
        "compare=none",
        "lines_sort=name",
      ].every((part) => url.search.includes(part)),
    );
    await page.getByRole("columnheader", { name: "Change" }).waitFor({ state: "detached" });
  });

  test("what is shown of bills is saved as CSV with every digit", async () => {
    const page = await open("/explore?lines_by=category&of=bills");
    const saved = page.waitForEvent("download");
    await page
      .getByRole("button", { name: "Save bill lines in USD by category as CSV" })
      .press("Enter");

    const download = await saved;
    expect(download.suggestedFilename()).toBe("headgate-bill-USD-by-category.csv");
    const text = readFileSync(await download.path(), "utf8");
    expect(text).toMatch(/^group,billing_currency,lines,billed_cost,effective_cost,/);
    expect(text).toMatch(/\r\naccelerators_serving,USD,14,427\.0{12},/);
  });
});
