import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { checkPriceFile, type PriceFileCheck } from "./check-price-file.ts";
import type { PriceFile } from "./price-file.ts";

const DATA = new URL("../data/", import.meta.url);
const SEALS = "checked.sha256";

/**
 * The room's own price files. Checking thousands of entries takes longer than all the rest of loading
 * them, and the tests have done it: `data/checked.sha256` says of which bytes. A file that is not those
 * bytes is checked here, so an edit or a torn disk is still told with file, entry and fault.
 */
export function readBuiltInFiles(): readonly PriceFileCheck[] {
  const seals = readSeals();
  return builtInFileNames().map((name) => {
    const bytes = readFileSync(new URL(name, DATA));
    const content = parseJson(bytes.toString("utf8"));
    if (content instanceof SyntaxError) {
      return { file: undefined, faults: [`${name}: ${content.message}`] };
    }
    return seals.get(name) === sealOf(bytes)
      ? { file: content as PriceFile, faults: [] }
      : checkPriceFile(name, content);
  });
}

export const builtInFileNames = (): readonly string[] =>
  readdirSync(DATA)
    .filter((file) => file.endsWith(".json"))
    .sort();

/** What `data/checked.sha256` has to say: a line a file, as `sha256sum` writes it. Only for files without faults. */
export function sealBuiltInFiles(): string {
  const lines = builtInFileNames().flatMap((name) => {
    const bytes = readFileSync(new URL(name, DATA));
    const { faults } = checkPriceFile(name, JSON.parse(bytes.toString("utf8")));
    return faults.length === 0 ? [`${sealOf(bytes)}  ${name}\n`] : [];
  });
  return lines.join("");
}

/** Seals as they lie in `data/`, by file. */
export const readSeals = (): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(new URL(SEALS, DATA), "utf8")
      .split("\n")
      .flatMap((line) => {
        const [seal, name] = line.split("  ");
        return seal === undefined || name === undefined ? [] : [[name, seal] as const];
      }),
  );

const sealOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
};
