import { HeadgateError } from "@headgate/contract";

/**
 * Reads `key=value`; the value may hold further `=`.
 * @throws HeadgateError `command_invalid`
 */
export function readPair(flag: string, text: string): readonly [key: string, value: string] {
  const at = text.indexOf("=");
  if (at <= 0) {
    throw new HeadgateError("command_invalid", `${flag} is written key=value; not "${text}".`);
  }
  return [text.slice(0, at), text.slice(at + 1)];
}
