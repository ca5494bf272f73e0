import { loadPriceBook } from "@headgate/pricing";
import { day } from "./day.ts";
import { runConformance } from "./run-conformance.ts";

const { shapes, rows, rules } = runConformance(loadPriceBook());

const line = (cells: readonly (string | number)[], widths: readonly number[]): string =>
  cells
    .map((cell, index) => String(cell).padEnd(widths[index] ?? 0))
    .join("  ")
    .trimEnd();

/** Prints a table that a person can read. */
function print(
  title: string,
  head: readonly string[],
  body: (readonly (string | number)[])[],
): void {
  const widths = head.map((name, index) =>
    Math.max(name.length, ...body.map((row) => String(row[index]).length)),
  );
  process.stdout.write(`\n${title}\n${line(head, widths)}\n`);
  for (const row of body) process.stdout.write(`${line(row, widths)}\n`);
}

const mark = (fault: string | undefined): string => (fault === undefined ? "pass" : "FAIL");
const short = (text: string): string => (text.length > 160 ? `${text.slice(0, 157)}…` : text);
/** The first fault; where there is none, how many remarks there are and the first of them. */
const whyOf = (faults: readonly string[], remarks: readonly string[]): string =>
  faults[0] ?? (remarks[0] === undefined ? "" : `remarks: ${remarks.length}; ${remarks[0]}`);

print(
  "Answers",
  ["provider", "API", "result", "why not"],
  shapes.map(({ provider, api, fault }) => [provider, api, mark(fault), short(fault ?? "")]),
);
print(
  `Provider × token class × price class, at the prices of ${day}`,
  ["provider", "token class", "price class", "answers", "rates", "result", "why not"],
  rows.map(({ provider, component, priceClass, shapes: read, rates, result, why }) => [
    provider,
    component,
    priceClass ?? "–",
    `${read.passed}/${read.tried}`,
    `${rates.passed}/${rates.tried}`,
    result === "fail" ? "FAIL" : result,
    short(why),
  ]),
);
print(
  "Rules of pricing",
  ["rule", "provider", "tried on", "result", "why not"],
  rules.map(({ rule, provider, checked, faults, remarks }) => [
    rule,
    provider,
    checked,
    checked === 0 ? "not tried" : mark(faults[0]),
    short(checked === 0 ? "no price that it could be tried on" : whyOf(faults, remarks)),
  ]),
);

const faults = [
  ...shapes.filter(({ fault }) => fault !== undefined),
  ...rows.filter(({ result }) => result === "fail"),
  ...rules.filter((rule) => rule.faults.length > 0),
];
const remarks = rules.reduce((sum, rule) => sum + rule.remarks.length, 0);
const unpriced = rows.filter(({ result }) => result === "no price").length;
const tried = rows.reduce((sum, { rates }) => sum + rates.tried, 0);
process.stdout.write(
  `\n${shapes.length} answers, ${tried} rates, ${rules.filter(({ checked }) => checked > 0).length} rules by provider: ${faults.length} failed; ${unpriced} token classes have no price; ${remarks} remarks\n`,
);
if (faults.length > 0) process.exitCode = 1;
