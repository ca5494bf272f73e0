import { danglingBudgetNames } from "./budgets.ts";
import { type ConfigFault, faultsError } from "./config-fault.ts";
import { danglingNotifiers } from "./dangling-notifiers.ts";
import { embeddingsFaults } from "./embeddings.ts";
import { keptTooShortForBudgets } from "./kept-for-budgets.ts";
import { targetsOf } from "./model-targets.ts";
import { placeOf } from "./place-of.ts";
import { readDocument } from "./read-document.ts";
import { danglingReportNotifiers } from "./reports.ts";
import { routeTargets } from "./route.ts";
import { configSchema, type HeadgateConfig } from "./schema.ts";
import { semanticWithoutMemory } from "./semantic-cache.ts";

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the text of a `headgate.yaml`. `${NAME}` and `${NAME:-default}` in strings are taken from the
 * environment, so that secrets stay out of the file.
 *
 * @param fileName stands in messages
 * @throws HeadgateError `config_invalid` that lists every fault with file, line and path
 */
export function parseConfig(
  text: string,
  environment: Environment,
  fileName: string,
): HeadgateConfig {
  const { document, at } = readDocument(text, fileName);

  const faults: ConfigFault[] = [];
  const plain = substitute(document.toJS() ?? {}, environment, (path, variable) => {
    faults.push({
      place: `${placeOf(document.contents, path, at) ?? fileName} ${path.join(".")}`,
      message: `the environment has no variable ${variable}`,
    });
  });
  const result = configSchema.safeParse(plain);
  if (!result.success) {
    for (const issue of result.error.issues) {
      const path = issue.path.map(String);
      faults.push({
        place: `${placeOf(document.contents, path, at) ?? fileName}${path.length > 0 ? ` ${path.join(".")}` : ""}`,
        message: issue.message,
      });
    }
  }
  if (result.success) {
    faults.push(...danglingTargets(result.data, document.contents, at));
    for (const { path, message } of [
      ...danglingNotifiers(result.data),
      ...danglingReportNotifiers(result.data),
      ...semanticWithoutMemory(result.data),
      ...embeddingsFaults(result.data),
      ...danglingBudgetNames(result.data),
      ...keptTooShortForBudgets(result.data),
    ]) {
      const place = placeOf(document.contents, path, at) ?? fileName;
      faults.push({ place: `${place} ${path.join(".")}`, message });
    }
  }
  if (faults.length > 0 || !result.success) throw faultsError(faults);
  return result.data;
}

function danglingTargets(
  config: HeadgateConfig,
  contents: unknown,
  at: (offset: number) => string,
): ConfigFault[] {
  const faults: ConfigFault[] = [];
  for (const [model, targets] of Object.entries(config.models)) {
    for (const { path: below, target } of targetsOf(targets)) {
      const provider = target.slice(0, target.indexOf("/"));
      if (config.providers[provider] !== undefined) continue;
      const path = ["models", model, ...below];
      faults.push({
        place: `${placeOf(contents, path, at) ?? ""} ${path.join(".")}`.trim(),
        message: `no provider "${provider}" is configured`,
      });
    }
  }
  for (const { path, target } of routeTargets(config)) {
    const provider = target.slice(0, target.indexOf("/"));
    if (config.providers[provider] !== undefined) continue;
    faults.push({
      place: `${placeOf(contents, path, at) ?? ""} ${path.join(".")}`.trim(),
      message: `no provider "${provider}" is configured`,
    });
  }
  return faults;
}

function substitute(
  value: unknown,
  environment: Environment,
  missing: (path: readonly string[], variable: string) => void,
  path: readonly string[] = [],
): unknown {
  if (typeof value === "string") {
    return value.replace(VARIABLE, (whole, variable: string, fallback: string | undefined) => {
      const found = environment[variable];
      if (found !== undefined && found !== "") return found;
      if (fallback !== undefined) return fallback;
      missing(path, variable);
      return whole;
    });
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      substitute(item, environment, missing, [...path, String(index)]),
    );
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        substitute(item, environment, missing, [...path, key]),
      ]),
    );
  }
  return value;
}
