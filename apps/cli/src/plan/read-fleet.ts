import { readFileSync } from "node:fs";
import { HeadgateError, type PlanGpusRequest, planGpusRequest } from "@headgate/contract";
import { parse, YAMLParseError } from "yaml";

const FAULTS_SHOWN = 5;

/**
 * A fleet out of a file in YAML or JSON; without a file the fleet that the ledger knows.
 * @throws HeadgateError `command_invalid` with the place of each fault
 */
export function readFleet(path: string | undefined): PlanGpusRequest {
  const read = planGpusRequest
    .strict()
    .safeParse(path === undefined ? {} : (contentOf(path) ?? {}));
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  const more = faults.length - FAULTS_SHOWN;
  throw new HeadgateError(
    "command_invalid",
    `${path}: ${faults.slice(0, FAULTS_SHOWN).join("; ")}${more > 0 ? `; and ${more} more` : ""}`,
  );
}

function contentOf(path: string): unknown {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof YAMLParseError || (error instanceof Error && "code" in error))
      throw new HeadgateError("command_invalid", `${path}: ${error.message}`, {}, { cause: error });
    throw error;
  }
}
