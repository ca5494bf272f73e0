import { gatewayFigures, gatewaySummary } from "./gateway-figures.ts";
import { keptResult, measuredOn, newestKept, targetsTable } from "./kept-result.ts";

const BLOCK = /(<!-- figures: ([a-z]+) -->\n)[\s\S]*?(<!-- \/figures -->)/g;

/** A page with its blocks of figures written anew, each from the newest kept result of the bench it names. */
export const withFigures = (page: string): string =>
  page.replace(
    BLOCK,
    (_whole, begin: string, name: string, end: string) => `${begin}${figuresOf(name)}\n${end}`,
  );

function figuresOf(name: string): string {
  if (name === "summary") return gatewaySummary();
  if (name === "gateway") return gatewayFigures();
  const newest = newestKept(name, keptResult);
  return newest === undefined
    ? "No run has been kept yet."
    : `Constructed data, ${measuredOn(newest)}.\n\n${targetsTable(newest.targets)}`;
}
