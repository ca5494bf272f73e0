import { dialNotches, HeadgateError } from "@headgate/contract";

/**
 * A notch of the dial; null for `configured`.
 * @throws HeadgateError `command_invalid` naming the notches
 */
export function readNotch(text: string): (typeof dialNotches)[number] | null {
  if (text === "configured") return null;
  const notch = dialNotches.find((one) => one === Number(text));
  if (notch !== undefined) return notch;
  throw new HeadgateError(
    "command_invalid",
    `quality: expected one of ${dialNotches.join(", ")} or configured, not "${text}".`,
  );
}
