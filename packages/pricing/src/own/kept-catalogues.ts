import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HeadgateError } from "@headgate/contract";
import { z } from "zod";
import { type Candidate, type CatalogueReading, catalogueKinds } from "../import/catalogue.ts";

/** Where the readings that were imported lie in the price folder, each as `<kind>-<day>.json`. */
export const CATALOGUES_FOLDER = "catalogues";

const keptSchema = z.object({
  kind: z.enum(catalogueKinds),
  snapshot: z.object({ url: z.string(), day: z.iso.date() }),
  // What the import wrote: it was made by the readers of this room and is not checked field by field.
  candidates: z.array(z.custom<Candidate>((value) => typeof value === "object" && value !== null)),
});

/**
 * The newest reading of each catalogue that was imported.
 * @throws HeadgateError `price_file_invalid` when one cannot be read
 */
export function readKeptCatalogues(folder: string): readonly CatalogueReading[] {
  const newest = new Map<string, CatalogueReading>();
  for (const name of namesIn(join(folder, CATALOGUES_FOLDER))) {
    const path = join(folder, CATALOGUES_FOLDER, name);
    try {
      const kept = keptSchema.parse(JSON.parse(readFileSync(path, "utf8")));
      newest.set(kept.kind, { ...kept, refused: [] });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new HeadgateError("price_file_invalid", `${path}: ${reason}`, {}, { cause: error });
    }
  }
  return [...newest.values()];
}

/** By name, so that of one kind the newest day comes last. */
const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
};
