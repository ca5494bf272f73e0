import { counted, type InfrastructureImport } from "@headgate/contract";
import { renderTable } from "../command-line/render-table.ts";

const SHOWN = 20;

/** What an import or a refresh took, what differs from what was known, and what it left out. */
export function renderLists(found: InfrastructureImport, width: number): string {
  const { disagreements, refused } = found;
  return [
    `${counted(found.taken, "price")} of ${found.list}, ${found.source}, as of ${found.day}`,
    ...(disagreements.length === 0
      ? []
      : [
          "",
          `${counted(disagreements.length, "price differs", "prices differ")} from what was known; the later reading counts:`,
          renderTable(
            [
              { title: "machine" },
              { title: "region" },
              { title: "term" },
              { title: "known", align: "right" },
              { title: "of" },
              { title: "list", align: "right" },
            ],
            disagreements
              .slice(0, SHOWN)
              .map((row) => [row.sku, row.region, row.term, row.ours, row.our_day, row.theirs]),
            width,
          ),
          ...more(disagreements.length),
        ]),
    ...(refused.length === 0
      ? []
      : [
          "",
          `${counted(refused.length, "row was", "rows were")} not taken as it stands:`,
          ...refused.slice(0, SHOWN).map(({ at, code, reason }) => `${code}: ${at}: ${reason}`),
          ...more(refused.length),
        ]),
    "",
    found.applied
      ? `Written: ${found.files.join(", ") || "nothing"}.`
      : "Nothing was written. Give --apply to keep them in the data directory.",
  ].join("\n");
}

const more = (count: number): string[] =>
  count > SHOWN ? [`… and ${count - SHOWN} more: --json has them all.`] : [];
