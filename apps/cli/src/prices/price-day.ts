import { HeadgateError } from "@headgate/contract";
import { z } from "zod";

/**
 * The day that prices are asked for; today, by UTC, unless said.
 * @throws HeadgateError `command_invalid`
 */
export function readPriceDay(text: string | undefined, nowMs: number, flag = "--at"): string {
  const day = text ?? new Date(nowMs).toISOString().slice(0, 10);
  if (z.iso.date().safeParse(day).success) return day;
  throw new HeadgateError("command_invalid", `${flag} is a day such as 2026-11-01; not "${text}".`);
}
