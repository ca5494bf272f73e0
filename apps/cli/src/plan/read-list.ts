import { readFileSync } from "node:fs";
import { HeadgateError } from "@headgate/contract";
import {
  type ListReading,
  readAwsSavingsPlans,
  readFmbench,
  readKarpenter,
  readPriceCsv,
  readSkypilot,
} from "@headgate/planner";
import { CsvError, parse as parseCsv } from "csv-parse/sync";
import { parse as parseYaml, YAMLParseError } from "yaml";

export const listKinds = ["skypilot", "fmbench", "karpenter", "csv", "aws-savings-plans"] as const;
export type ListKind = (typeof listKinds)[number];

/** SkyPilot's list of AWS has 2.5 MB; of all zones and machines there is no more. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a list of prices that the user has.
 * @throws HeadgateError `command_invalid` where the file is none of its kind
 */
export function readList(
  kind: ListKind,
  path: string,
  options: Readonly<{ provider: string | undefined; region: string }>,
): ListReading {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > MOST_BYTES)
      throw new HeadgateError("command_invalid", `${path} is larger than ${MOST_BYTES} bytes.`);
    const text = bytes.toString("utf8");
    switch (kind) {
      case "skypilot":
        return readSkypilot(rowsOf(text), providerOf(options.provider));
      case "fmbench":
        return readFmbench(parseYaml(text), options.region);
      case "karpenter":
        return readKarpenter(text);
      case "csv":
        return readPriceCsv(rowsOf(text));
      case "aws-savings-plans":
        return readAwsSavingsPlans(JSON.parse(text));
      default:
        return kind satisfies never;
    }
  } catch (error) {
    const isFault =
      error instanceof CsvError ||
      error instanceof SyntaxError ||
      error instanceof YAMLParseError ||
      (error instanceof Error && !(error instanceof HeadgateError) && "code" in error);
    if (!isFault) throw error;
    throw new HeadgateError("command_invalid", `${path}: ${error.message}`, {}, { cause: error });
  }
}

const rowsOf = (text: string): Record<string, string>[] =>
  parseCsv(text, { columns: true, bom: true, relax_column_count: true });

/** SkyPilot's files do not say whose they are. */
function providerOf(provider: string | undefined): string {
  if (provider !== undefined && /^[a-z0-9-]+$/.test(provider)) return provider;
  throw new HeadgateError(
    "command_invalid",
    "--provider names the provider of a SkyPilot list in lower case, such as lambda.",
  );
}
