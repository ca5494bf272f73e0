import type { Disagreements, PriceDisagreement } from "@headgate/contract";
import { renderTable } from "../command-line/render-table.ts";
import { quote } from "./per-million.ts";
import { conditionText, placeText } from "./record-text.ts";

/** Disagreements as a table: what each says, one column a catalogue. */
export function renderDisagreements(
  disagreements: readonly PriceDisagreement[],
  catalogues: Disagreements["catalogues"],
  width: number,
): string {
  const names = [...new Set(catalogues.map(({ catalogue }) => catalogue))];
  return renderTable(
    [
      { title: "model" },
      { title: "provider" },
      { title: "price of" },
      { title: "tier" },
      { title: "scope" },
      { title: "the book", align: "right" },
      ...names.map((title) => ({ title, align: "right" as const })),
    ],
    disagreements.map((one) => [
      one.model,
      one.provider,
      one.threshold === undefined ? one.component : `${one.component} ${conditionText(one)}`,
      one.tier,
      placeText(one),
      one.book === null ? "–" : quote(one.book),
      ...names.map((name) => {
        const said = one.catalogues.filter(({ catalogue }) => catalogue === name);
        const texts = said.map(({ price, per }) => quote({ component: one.component, price, per }));
        return texts.length === 0 ? "–" : [...new Set(texts)].join(" / ");
      }),
    ]),
    width,
  );
}

/** Each catalogue with the day of its snapshot, and where it is published. */
export const catalogueLines = (catalogues: Disagreements["catalogues"]): string[] =>
  catalogues.map(({ catalogue, url, day }) => `${catalogue}: ${url}, as of ${day}`);

/** How many were refused, by the code of the reason. */
export function refusalLine(refused: readonly Readonly<{ code: string }>[]): string[] {
  if (refused.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { code } of refused) {
    const before = counts.get(code);
    counts.set(code, before === undefined ? 1 : before + 1);
  }
  const parts = [...counts].map(([code, count]) => `${count} ${code}`);
  return [`Refused         ${refused.length}: ${parts.join(", ")}`];
}
