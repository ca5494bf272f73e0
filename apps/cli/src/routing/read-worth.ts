import { type Feedback, HeadgateError } from "@headgate/contract";

/**
 * What somebody thought of an answer.
 * @throws HeadgateError `command_invalid`
 */
export function readWorth(text: string): Pick<Feedback, "quality" | "rating"> {
  if (text === "up" || text === "down") return { rating: text };
  const quality = Number(text);
  if (text.trim() !== "" && quality >= 0 && quality <= 1) return { quality };
  throw new HeadgateError(
    "command_invalid",
    `quality: expected up, down or a number from 0 to 1, not "${text}".`,
  );
}
