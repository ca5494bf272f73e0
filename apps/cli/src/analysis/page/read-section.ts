import type { AnalyzeResult } from "@headgate/contract";
import { plainTable, type Section, showDays } from "@headgate/page";
import {
  contradictions,
  leftOut,
  sourceCells,
  sourceColumns,
} from "../../imports/render-import.ts";

const MOMENT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/;

/** What was read, what was left out and where, and the days that it is about. */
export function readSection({ read, period, kept }: AnalyzeResult, timeZone: string): Section {
  const skipped = leftOut(read);
  const warnings = contradictions(read);
  return {
    id: "read",
    title: "What was read",
    blocks: [
      read.sources.length === 0
        ? {
            kind: "attention",
            text: "Nothing was found that Headgate reads. docs/reference/sources.md lists the bills, logs, traces and metrics that it takes.",
          }
        : plainTable(
            `Sources (days in ${timeZone})`,
            sourceColumns,
            read.sources.map((source) =>
              sourceCells(source, timeZone).map((cell) =>
                cell.replace(MOMENT, (moment) => moment.slice(0, "2026-11-28".length)),
              ),
            ),
          ),
      ...(period === null
        ? []
        : [{ kind: "text" as const, text: `It covers ${showDays(period)} (whole days, UTC).` }]),
      ...(kept
        ? [
            {
              kind: "text" as const,
              text: "It was kept. What follows is about all that the data directory holds of these days.",
            },
          ]
        : []),
      ...(skipped.length === 0
        ? []
        : [{ kind: "list" as const, title: "Left out", items: skipped }]),
      ...(warnings.length === 0
        ? []
        : [{ kind: "list" as const, title: "Contradictions in what was read", items: warnings }]),
    ],
  };
}
