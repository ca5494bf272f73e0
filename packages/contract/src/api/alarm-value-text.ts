import { displayDollarsCompact, parseDollars } from "@headgate/money";
import type { AlarmUnit } from "../config/alarms.ts";

/** A measured value or a threshold in its unit, as people read it: `$12.50`, `$0.75 an hour`, `8.3333 %`. */
export function alarmValueText(unit: AlarmUnit, value: string): string {
  switch (unit) {
    case "usd":
      return displayDollarsCompact(parseDollars(value));
    case "usd_per_hour":
      return `${displayDollarsCompact(parseDollars(value))} an hour`;
    case "ratio":
      return `${percentText(value)} %`;
    default:
      return unit satisfies never;
  }
}

/** A ratio's decimal text with the point two places on. */
function percentText(ratio: string): string {
  const [whole = "", fraction = ""] = ratio.split(".");
  const digits = fraction.padEnd(2, "0");
  const rest = digits.slice(2).replace(/0+$/, "");
  return `${BigInt(whole + digits.slice(0, 2))}${rest === "" ? "" : `.${rest}`}`;
}
