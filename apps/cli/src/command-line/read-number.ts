import { HeadgateError } from "@headgate/contract";

/**
 * A whole number from a flag; `undefined` when the flag is absent.
 * @throws HeadgateError `command_invalid`
 */
export function readWholeNumber(
  flag: string,
  text: string | undefined,
  { min, max }: Readonly<{ min: number; max: number }>,
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new HeadgateError(
    "command_invalid",
    `${flag} is a whole number from ${min} to ${max}; not "${text}".`,
  );
}

/**
 * A positive number from a flag, decimals allowed; `undefined` when the flag is absent.
 * @throws HeadgateError `command_invalid`
 */
export function readPositiveNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && Number.isFinite(value)) return value;
  throw new HeadgateError("command_invalid", `${flag} is a number above 0; not "${text}".`);
}
