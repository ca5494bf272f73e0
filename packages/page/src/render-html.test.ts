import { expect, test } from "vitest";
import { plainTable } from "./page.ts";
import { renderHtml } from "./render-html.ts";

test("tables of two sections may have one caption: a reader of the screen hears them apart", () => {
  const table = plainTable("By model", [{ title: "model", align: "left" }], []);

  const html = renderHtml({
    title: "Spend",
    subtitle: "a month",
    footer: "",
    sections: [
      { id: "drivers", title: "Drivers", blocks: [table] },
      { id: "movers", title: "What moved", blocks: [table] },
    ],
  });

  expect(html).toContain('aria-label="Drivers: By model"');
  expect(html).toContain('aria-label="What moved: By model"');
});
