import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  type HeadgateConfig,
  HeadgateError,
  type TakenRate,
  takenRatesSchema,
} from "@headgate/contract";
import { orBefore } from "./or-before.ts";

/** Where overlays that were taken over from bills lie, from the price folder on. */
export const TAKEN_RATES_FILE = join("overlays", "from-bills.json");

/**
 * The overlays that were taken over from bills; none where there is no file.
 * @throws HeadgateError `price_file_invalid` when the file cannot be read
 */
export function readTakenRates(folder: string): readonly TakenRate[] {
  const path = join(folder, TAKEN_RATES_FILE);
  try {
    return takenRatesSchema.parse(JSON.parse(readFileSync(path, "utf8"))).rates;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    const reason = error instanceof Error ? error.message : String(error);
    throw new HeadgateError("price_file_invalid", `${path}: ${reason}`, {}, { cause: error });
  }
}

/** The same while a process runs: where the file cannot be used, those before go on, and that is told. */
export function takenRatesAgain(
  folder: string,
  before: readonly TakenRate[],
  onFault: (fault: HeadgateError) => void,
): readonly TakenRate[] {
  return orBefore(() => readTakenRates(folder), before, onFault);
}

/** Writes the file anew, all of it or nothing. Who reads it meanwhile reads the one before. */
export function writeTakenRates(folder: string, rates: readonly TakenRate[]): void {
  const path = join(folder, TAKEN_RATES_FILE);
  const part = `${path}.${process.pid}.part`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = { origin: "reconciliation", rates };
  writeFileSync(part, `${JSON.stringify(file, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(part, path);
}

/** A configuration with overlays taken over from bills; of two of one name the operator's own holds. */
export function withTakenRates(
  config: HeadgateConfig,
  rates: readonly TakenRate[],
): HeadgateConfig {
  const own = new Set(config.overlays.map(({ name }) => name));
  const taken = rates.map(({ overlay }) => overlay).filter(({ name }) => !own.has(name));
  return taken.length === 0 ? config : { ...config, overlays: [...config.overlays, ...taken] };
}
