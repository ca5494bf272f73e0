import { displayCurrencyCompact, displayDollarsCompact, parseDollars } from "@headgate/money";
import type { AlarmUnit } from "../config/alarm-measures.ts";

/**
 * A measured value or a threshold in its unit, as people read it: `$12.50`, `$0.75 an hour`, `8.3333 %`,
 * `EUR 12.50`, `3 days`.
 *
 * @param currency of an amount; null for every other unit
 */
export function alarmValueText(unit: AlarmUnit, value: string, currency: string | null): string {
  switch (unit) {
    case "usd":
      return displayDollarsCompact(parseDollars(value));
    case "usd_per_hour":
      return `${displayDollarsCompact(parseDollars(value))} an hour`;
    case "amount":
      return currency === null || currency === "USD"
        ? displayDollarsCompact(parseDollars(value))
        : displayCurrencyCompact(value, currency);
    case "ratio":
      return `${percentText(value)} %`;
    case "outcomes":
    case "attempts":
    case "days":
    case "troubles":
    case "namespaces":
      return `${trimmed(value)} ${trimmed(value) === "1" ? unit.slice(0, -1) : unit}`;
    default:
      return unit satisfies never;
  }
}

/** Without zeros that say nothing. */
const trimmed = (decimal: string): string =>
  decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;

/** A ratio's decimal text with the point two places on. */
function percentText(ratio: string): string {
  const sign = ratio.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = ratio.replace("-", "").split(".");
  const digits = fraction.padEnd(2, "0");
  const rest = digits.slice(2).replace(/0+$/, "");
  return `${sign}${BigInt(whole + digits.slice(0, 2))}${rest === "" ? "" : `.${rest}`}`;
}
