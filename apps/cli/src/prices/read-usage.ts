import { counted, HeadgateError, type Usage } from "@headgate/contract";
import { readWholeNumber } from "../command-line/read-number.ts";

export type UsageFlags = Readonly<{
  input?: string | undefined;
  cached?: string | undefined;
  "cache-write"?: string | undefined;
  output?: string | undefined;
  reasoning?: string | undefined;
}>;

const MOST_TOKENS = 1_000_000_000_000;
const whole = (flag: string, text: string | undefined): number | undefined =>
  readWholeNumber(flag, text, { min: 0, max: MOST_TOKENS });

/**
 * The usage of one call by the flags. `--input` is the whole prompt, as people count it; what of it is read
 * from the cache (a number or a share) and written to it is taken out, since usage is disjoint.
 *
 * @param fileTokens tokens of a prompt that was counted from a file, in place of `--input`
 * @throws HeadgateError `command_invalid`
 */
export function readUsage(flags: UsageFlags, fileTokens?: number): Usage {
  const prompt = fileTokens ?? whole("--input", flags.input);
  const cached = readCached(flags.cached, prompt);
  const written = whole("--cache-write", flags["cache-write"]);
  const output = whole("--output", flags.output);
  const reasoning = whole("--reasoning", flags.reasoning);
  const usage: Record<string, number> = {};
  if (prompt !== undefined) {
    let input = prompt;
    for (const part of [cached, written]) if (part !== undefined) input -= part;
    if (input < 0) {
      throw new HeadgateError(
        "command_invalid",
        `--cached and --cache-write are parts of the prompt, which has ${counted(prompt, "token")}.`,
      );
    }
    usage.input = input;
  }
  if (cached !== undefined) usage.cache_read = cached;
  if (written !== undefined) usage.cache_write = written;
  if (output !== undefined) usage.output = output;
  if (reasoning !== undefined) usage.reasoning = reasoning;
  if (Object.keys(usage).length === 0) {
    throw new HeadgateError(
      "command_invalid",
      "Say how many tokens a call has: --input and --output, or --file.",
    );
  }
  return usage;
}

function readCached(text: string | undefined, prompt: number | undefined): number | undefined {
  const share = /^(\d{1,3})(?:\.(\d))?%$/.exec(text ?? "");
  if (share === null) return whole("--cached", text);
  const thousandths = Number(share[1]) * 10 + Number(share[2] ?? 0);
  if (prompt === undefined || thousandths > 1_000) {
    throw new HeadgateError(
      "command_invalid",
      `--cached is a number of tokens, or a share of the prompt up to 100%; not "${text}".`,
    );
  }
  return Math.floor((prompt * thousandths) / 1_000);
}
