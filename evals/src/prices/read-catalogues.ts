import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type CatalogueKind,
  type CatalogueReading,
  readCatalogue,
  type Snapshot,
} from "@headgate/pricing";
import { EvaluationInputError } from "../evaluation.ts";

const names: readonly (readonly [RegExp, CatalogueKind])[] = [
  [/^genai-prices.*\.json$/, "genai-prices"],
  [/^(litellm|model_prices).*\.json$/, "litellm"],
  [/^(modelsdev|models\.dev).*\.(tar|tar\.gz|tgz|json)$/, "models.dev"],
  [/^portkey.*\.(tar|tar\.gz|tgz|json)$/, "portkey"],
];

/** Reads the catalogues that lie in a folder, told by their file names; the day is the one its README names beside the file. */
export function readCatalogues(folder: string): readonly CatalogueReading[] {
  const files = filesIn(folder);
  const readme = files.includes("README.md") ? readFileSync(join(folder, "README.md"), "utf8") : "";
  return files.flatMap((file) => {
    const kind = names.find(([pattern]) => pattern.test(file))?.[1];
    if (kind === undefined) return [];
    const content = readFileSync(join(folder, file));
    return [readCatalogue(kind, [{ path: file, content }], { snapshot: snapshotOf(file, readme) })];
  });
}

const filesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    throw new EvaluationInputError(`${folder} cannot be read as a folder: ${error.message}`);
  }
};

const snapshotOf = (file: string, readme: string): Snapshot => {
  const line = readme.split("\n").find((text) => text.includes(file));
  const day = /\d{4}-\d{2}-\d{2}/.exec(line ?? "")?.[0] ?? new Date().toISOString().slice(0, 10);
  return { url: `https://catalogue.invalid/${file}`, day };
};
