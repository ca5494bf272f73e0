import { readdirSync, readFileSync } from "node:fs";
import { PriceDataError } from "../price-data-error.ts";
import { checkModelFile, type ModelFile } from "./model-file.ts";

const DATA = new URL("../../data/models/", import.meta.url);
let read: readonly ModelFile[] | undefined;

/**
 * The room's own files of models, read once.
 * @throws PriceDataError that lists every fault with its place
 */
export function readModelFiles(): readonly ModelFile[] {
  if (read !== undefined) return read;
  const checks = readdirSync(DATA)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) =>
      checkModelFile(`models/${name}`, JSON.parse(readFileSync(new URL(name, DATA), "utf8"))),
    );
  const faults = checks.flatMap((check) => check.faults);
  if (faults.length > 0) throw new PriceDataError(faults);
  read = checks.flatMap(({ file }) => (file === undefined ? [] : [file]));
  return read;
}
