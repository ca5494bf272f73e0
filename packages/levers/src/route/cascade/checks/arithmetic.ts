import type { Check } from "../checked-answer.ts";

/** More text is not looked at. */
const MOST_CHARACTERS = 65_536;

const NUMBER = String.raw`[$€£]?\d[\d,]{0,17}(?:\.\d{1,12})?`;
const OPERATOR = "[-+*/×x÷−·]";
/** A sum that is written out. One that goes on before its first number, as behind a bracket, is not read. */
const SUM = new RegExp(
  String.raw`(?<![\d.,)]|[\d)%\p{L}]\s?[-+*/×÷−·^]\s?)(${NUMBER}(?:\s?${OPERATOR}\s?${NUMBER}){1,8})\s?(?:=|≈)\s?(-?${NUMBER})(?![\d,]*[.%]?\d|%|\s?[-+*/×÷−·^]\s?[\d(])`,
  "gu",
);

/** Some sum of the kind `a op b = c` that is written out is wrong; rounded as far as its result is written. */
export const arithmetic: Check = ({ answer }) => {
  let read = false;
  for (const [, left, right] of answer.text.slice(0, MOST_CHARACTERS).matchAll(SUM)) {
    const worked = worth(left as string);
    const told = numberOf(right as string);
    if (worked === undefined || !Number.isFinite(told)) continue;
    read = true;
    const decimals = (right as string).split(".")[1]?.length ?? 0;
    // Some cut where others round.
    const allowed = 10 ** -decimals + 1e-9 * Math.abs(worked);
    const isWhole = decimals === 0 && Number.isInteger(worked);
    if (Math.abs(worked - told) > (isWhole ? 1e-9 * Math.abs(worked) : allowed)) return 1;
  }
  return read ? 0 : undefined;
};

/** What a sum without brackets comes to; undefined where it divides by nothing. */
function worth(sum: string): number | undefined {
  const numbers = sum.match(new RegExp(NUMBER, "g")) ?? [];
  const operators = sum.match(new RegExp(OPERATOR, "g")) ?? [];
  let total = 0;
  let product = numberOf(numbers[0] ?? "");
  for (const [index, operator] of operators.entries()) {
    const next = numberOf(numbers[index + 1] ?? "");
    if (operator === "/" || operator === "÷") product /= next;
    else if (operator === "+" || operator === "-" || operator === "−") {
      total += product;
      product = operator === "+" ? next : -next;
    } else product *= next;
  }
  const whole = total + product;
  return Number.isFinite(whole) ? whole : undefined;
}

const numberOf = (text: string): number => Number(text.replaceAll(/[$€£,]/g, ""));
