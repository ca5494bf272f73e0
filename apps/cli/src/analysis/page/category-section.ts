import { type AnalyzeResult, spendCategoryNames } from "@headgate/contract";
import type { Block, Section } from "@headgate/page";
import { showKnown } from "@headgate/page";
import { addedText, countOf, groupsBy } from "../load/amounts.ts";
import { bars } from "./bars.ts";

/** What kind of work the money went to. */
export function categorySection({ categories }: AnalyzeResult): Section {
  const lengths = bars(categories.filter(({ category }) => category !== "not_ai"));
  return {
    id: "categories",
    title: "By category",
    blocks:
      categories.length === 0
        ? [
            {
              kind: "text",
              text: "Nothing to tell apart. A cloud bill fills this with accelerators, storage and data processing; logs of calls with inference.",
            },
          ]
        : [
            ...aiFigures(categories),
            {
              kind: "table",
              caption: "Effective cost by kind of work",
              columns: [
                { title: "Category" },
                { title: "Currency" },
                { title: "Effective cost", align: "right" },
              ],
              hasBars: true,
              rows: categories.map((row) => ({
                cells: [
                  spendCategoryNames[row.category],
                  row.currency,
                  showKnown(row.cost, row.currency, row.unpriced_attempts),
                ],
                bar: lengths(row),
              })),
            },
          ],
  };
}

/** Where a bill is about more than AI, what AI is of it. */
function aiFigures(categories: AnalyzeResult["categories"]): Block[] {
  if (categories.every(({ category }) => category !== "not_ai")) return [];
  const show = (rows: AnalyzeResult["categories"], currency: string): string =>
    showKnown(
      addedText(rows.map(({ cost }) => cost)),
      currency,
      countOf(rows, (row) => row.unpriced_attempts),
    );
  const figures = groupsBy(categories, ({ currency }) => currency).map((all) => {
    const { currency } = all[0];
    const ai = all.filter(({ category }) => category !== "not_ai");
    return {
      label: `AI, ${currency}`,
      value: show(ai, currency),
      note: `of ${show([...all], currency)} in all`,
    };
  });
  return [{ kind: "figures", figures }];
}
