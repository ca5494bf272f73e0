import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import { counted, HeadgateError } from "@headgate/contract";

/** What a person has to type before anything is changed: the number, so that it is not typed by habit. */
export const consentPhrase = (schedules: number): string =>
  `apply ${counted(schedules, "schedule")}`;

type Asking = Readonly<{
  input: Readable & Readonly<{ isTTY?: boolean }>;
  output: Writable;
}>;

/**
 * Asks for consent on a terminal, or takes it from `--consent`.
 * @throws HeadgateError `command_invalid` where it was not given
 */
export async function askConsent(
  schedules: number,
  given: string | undefined,
  { input, output }: Asking,
): Promise<void> {
  const phrase = consentPhrase(schedules);
  const typed =
    given ?? (input.isTTY === true ? await asked(phrase, { input, output }) : undefined);
  if (typed?.trim() === phrase) return;
  throw new HeadgateError(
    "command_invalid",
    typed === undefined
      ? `Nothing was applied: without a terminal consent is given by --consent "${phrase}".`
      : `Nothing was applied: "${phrase}" was not typed.`,
  );
}

async function asked(phrase: string, { input, output }: Asking): Promise<string> {
  const terminal = createInterface({ input, output });
  try {
    return await terminal.question(`Type "${phrase}" to set these schedules in AWS: `);
  } finally {
    terminal.close();
  }
}
