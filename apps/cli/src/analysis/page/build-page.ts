import type { AnalyzeResult } from "@headgate/contract";
import type { Page } from "@headgate/page";
import { showDays } from "@headgate/page";
import { categorySection } from "./category-section.ts";
import { driverSection } from "./driver-section.ts";
import { kpiSection } from "./kpi-section.ts";
import { modelSection } from "./model-section.ts";
import { moverSections } from "./mover-section.ts";
import { readSection } from "./read-section.ts";
import { spendSection } from "./spend-section.ts";

/** The page of an analysis, for a terminal or a browser. */
export const buildPage = (result: AnalyzeResult, timeZone: string): Page => ({
  footer: "Written by headgate analyze.",
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
