import type { AnalyzeResult } from "@headgate/contract";
import type { Page, Section } from "@headgate/page";
import { showDays } from "@headgate/page";
import { adviceSection } from "./advice-section.ts";
import { categorySection } from "./category-section.ts";
import { driverSection } from "./driver-section.ts";
import { kpiSection } from "./kpi-section.ts";
import { modelSection } from "./model-section.ts";
import { billMoverSections, moverSections } from "./mover-section.ts";
import { nothingSection } from "./nothing-section.ts";
import { readSection } from "./read-section.ts";
import { spendSection } from "./spend-section.ts";

/** The page of an analysis, for a terminal or a browser. Where nothing was read, it says only that and what would help. */
export const buildPage = (result: AnalyzeResult, timeZone: string): Page => ({
  footer: "Written by headgate analyze.",
  title: "AI spend",
  subtitle: result.period === null ? "nothing read" : showDays(result.period),
  sections: [
    ...openingOf(result, timeZone),
    {
      id: "next",
      title: "What to do next",
      blocks: [{ kind: "commands", commands: result.next }],
    },
  ],
});

/** All that there is to tell; where that is nothing, now and in what was kept before, only what was looked at. */
function openingOf(result: AnalyzeResult, timeZone: string): readonly Section[] {
  if (result.period !== null) return sectionsOf(result, timeZone);
  return result.read.sources.length === 0
    ? [nothingSection(result)]
    : [readSection(result, timeZone), spendSection(result)];
}

const sectionsOf = (result: AnalyzeResult, timeZone: string): readonly Section[] => [
  readSection(result, timeZone),
  spendSection(result),
  categorySection(result),
  modelSection(result),
  driverSection(result),
  ...moverSections(result),
  ...billMoverSections(result),
  kpiSection(result),
  ...adviceSection(result),
];
