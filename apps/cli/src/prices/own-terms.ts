import { HeadgateError } from "@headgate/contract";
import { type EstimateTerms, estimateTerms } from "@headgate/pricing";
import { findConfigSource, readConfig } from "../supervisor/start-plan.ts";

/**
 * The terms of the configuration file that is named, or of `headgate.yaml` here; undefined where there is
 * none, and list prices are all that is known.
 * @throws HeadgateError `config_invalid`: an estimate that left the terms out unasked would be wrong
 */
export async function ownTerms(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): Promise<Readonly<{ from: string; terms: EstimateTerms }> | undefined> {
  const source = findConfigSource(file, environment, workingDirectory);
  if (source.kind !== "file") return undefined;
  try {
    const config = await readConfig(source, environment, {});
    return config === undefined ? undefined : { from: source.path, terms: estimateTerms(config) };
  } catch (error) {
    if (!(error instanceof HeadgateError) || error.code !== "config_invalid") throw error;
    const said = error.message.replace(`${error.entry.summary} `, "");
    throw new HeadgateError(
      "config_invalid",
      `${said}\nWith --no-overlays the estimate is at list prices and reads no configuration.`,
      error.details,
      { cause: error },
    );
  }
}
