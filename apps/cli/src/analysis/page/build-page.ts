import type { AnalyzeResult } from "@headgate/contract";
import { categorySection } from "./category-section.ts";
import { driverSection } from "./driver-section.ts";
import { kpiSection } from "./kpi-section.ts";
import { modelSection } from "./model-section.ts";
import { moverSections } from "./mover-section.ts";
import type { Page } from "./page.ts";
import { readSection } from "./read-section.ts";
import { showDays } from "./show-amount.ts";
import { spendSection } from "./spend-section.ts";

/** The page of an analysis, for a terminal or a browser. */
export const buildPage = (result: AnalyzeResult, timeZone: string): Page => ({
  title: "AI spend",
  subtitle: result.period === null ? "no period" : showDays(result.period),
  sections: [
    readSection(result, timeZone),
    spendSection(result),
    categorySection(result),
    modelSection(result),
    driverSection(result),
    ...moverSections(result),
    kpiSection(result),
    {
      id: "next",
      title: "What to do next",
      blocks: [{ kind: "commands", commands: result.next }],
    },
  ],
});
