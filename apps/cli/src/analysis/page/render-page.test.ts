import { renderHtml } from "@headgate/page";
import { expect, test } from "vitest";
import { analysisOf, call, line } from "../analysis.fixture.ts";
import { buildPage } from "./build-page.ts";
import { renderText } from "./render-text.ts";
import { renderPageTable } from "./render-text-table.ts";

test("a bill with calls, two currencies and a change reads as a page", async () => {
  const team = (name: string) => ({ attribution: { team: name } });
  const result = await analysisOf({
    lines: [
      line("a", 0, { cost: "12", effective_cost: "11.5" }),
      line("b", 0, { cost: "3", category: "storage", provider: undefined }),
      line("c", 1, { cost: "-2", category: "not_ai", charge_category: "credit" }),
      line("d", 0, { cost: "40", billing_currency: "EUR", category: "accelerators_training" }),
    ],
    calls: [
      call("a", 0, { cost: "10", ...team("search & <find>") }),
      call("b", 3, { cost: "4", ...team("search & <find>") }),
      call("c", 3, { cost: "0.5" }),
    ],
  });
  const page = buildPage(result, "UTC");

  await expect(renderText(page, 120)).toMatchFileSnapshot("../../../golden/analyze-page.txt");
  expect(renderHtml(page)).toContain('<th scope="row">search &amp; &lt;find&gt;</th>');
  expect(renderHtml(page)).not.toContain("<find>");
});

test("no line of the page is wider than the terminal, however narrow", async () => {
  const result = await analysisOf({ calls: [call("a", 0), call("b", 5, { cost: null })] });

  for (const width of [60, 80, 100, 120, 160]) {
    const lines = renderText(buildPage(result, "UTC"), width).split("\n");
    expect(lines.filter(({ length }) => length > width)).toEqual([]);
  }
});

test("a table that does not fit tells its rows one cell after the other", () => {
  const columns = [{ title: "Model" }, { title: "Calls" }, { title: "Why", prose: true as const }];
  const rows = [["gpt-5-mini", "1,000", "no price is known for the model on that day"]];

  expect(renderPageTable({ columns, rows }, 60)).toBe(
    [
      "Model       Calls  Why",
      "gpt-5-mini  1,000  no price is known for the model on that",
      "                   day",
    ].join("\n"),
  );
  expect(renderPageTable({ columns, rows }, 40)).toBe(
    ["gpt-5-mini", "  Calls 1,000", "  Why no price is known for the model on", "  that day"].join(
      "\n",
    ),
  );
});
