import { type AnalyzeResult, billDriverNotes, counted } from "@headgate/contract";
import {
  billedPartNames,
  driverTable,
  insightDimensionText,
  plainTable,
  type Section,
} from "@headgate/page";

/** What moved lines of bills between the halves; nothing where there are none. */
export function billMoverSections({ bill_movers: movers }: AnalyzeResult): readonly Section[] {
  const [first] = movers;
  if (first === undefined) return [];
  return [
    {
      id: "bill-movers",
      title: "What moved the bills",
      blocks: [
        {
          kind: "text",
          text: `The second half against the first. ${billDriverNotes(first)}`,
        },
        ...movers.map((report) => {
          const { columns, rows } = driverTable(report, billedPartNames);
          return plainTable(`Bills by ${insightDimensionText(report.by)}`, columns, rows);
        }),
      ],
    },
  ];
}

/** What moved the cost of calls between the halves, each change divided into its parts; nothing where none did. */
export function moverSections({ movers }: AnalyzeResult): readonly Section[] {
  const [first] = movers;
  if (first === undefined) return [];
  const { before, after } = first.unpriced_attempts;
  const unpriced =
    before + after === 0
      ? ""
      : ` ${counted(before + after, "attempt without a price is", "attempts without a price are")} in no figure.`;
  return [
    {
      id: "movers",
      title: "What moved the cost of calls",
      blocks: [
        {
          kind: "text",
          text: `The second half against the first, divided exactly by what changed: the parts of a row add up to its change.${unpriced}`,
        },
        ...movers.map((report) => {
          const { columns, rows } = driverTable(report);
          return plainTable(`By ${report.by}`, columns, rows);
        }),
      ],
    },
  ];
}
