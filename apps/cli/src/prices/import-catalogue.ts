import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PriceImportResult } from "@headgate/contract";
import {
  CATALOGUES_FOLDER,
  type Candidate,
  type CatalogueReading,
  diffCatalogues,
  disagreementsOf,
  type ExtraPriceFile,
  fillGaps,
  IMPORTS_FOLDER,
  loadOwnPriceBook,
  type PriceBook,
  priceFilesOf,
} from "@headgate/pricing";
import { landOnModels } from "./land-on-models.ts";

export type ImportOptions = Readonly<{
  reading: CatalogueReading;
  book: PriceBook;
  /** The price folder of the data directory. */
  folder: string;
  provider: string | undefined;
  model: string | undefined;
  /** Since when undated prices are taken to hold; the snapshot's day unless said. */
  validFrom: string | undefined;
  /** Also take prices of which the book says something else. */
  replace: boolean;
  apply: boolean;
  today: string;
}>;

/**
 * Finds what a catalogue adds to the price book and, with `apply`, appends it: new price files in a folder
 * of their own, which appears whole or not at all. Nothing that is there is changed.
 *
 * @throws HeadgateError `price_file_invalid` when the book could not be loaded with the new files; then
 *   nothing is written
 */
export async function importCatalogue(options: ImportOptions): Promise<PriceImportResult> {
  const { reading, book, folder, provider, model, replace, apply, today } = options;
  const asked = reading.candidates.filter(
    (candidate) =>
      (provider === undefined || candidate.provider === provider) &&
      (model === undefined || candidate.model === model),
  );
  const { kind, snapshot } = reading;
  const { differences, agreed } = diffCatalogues(book, [{ ...reading, candidates: asked }]);
  const taken = differences
    .filter((difference) => replace || difference.kind === "missing")
    .flatMap(({ catalogues }) => catalogues)
    .map((candidate) => since(candidate, options.validFrom));
  const named = landOnModels(taken, book, snapshot.day);
  const { landing, refused } = fillGaps(named.landing, book, { day: snapshot.day, replace });
  const files = priceFilesOf(landing, { snapshot, recordedAt: today });
  loadOwnPriceBook(folder, { more: files });
  const { disagreements } = disagreementsOf(book, [{ ...reading, candidates: asked }]);
  return {
    catalogue: kind,
    ...snapshot,
    applied: apply,
    folder: apply ? await land(folder, { reading, files, today }) : null,
    candidates: asked.length,
    agreed,
    other_days: asked.length - agreed - countOf(differences),
    landing: landingOf(landing),
    differing: disagreements.filter((difference) => difference.kind === "differs"),
    replaced: replace,
    refused: [...reading.refused, ...named.refused, ...refused].map(
      ({ catalogue, at, code, reason }) => ({
        catalogue,
        at,
        code,
        reason,
      }),
    ),
  };
}

const countOf = (differences: readonly { catalogues: readonly unknown[] }[]): number =>
  differences.reduce((count, { catalogues }) => count + catalogues.length, 0);

const since = (candidate: Candidate, validFrom: string | undefined): Candidate =>
  validFrom === undefined || candidate.validFrom !== undefined
    ? candidate
    : { ...candidate, validFrom };

function landingOf(landing: readonly Candidate[]): PriceImportResult["landing"] {
  const providers = new Map<string, { models: Set<string>; prices: number }>();
  for (const { provider, model } of landing) {
    const known = providers.get(provider) ?? { models: new Set(), prices: 0 };
    known.models.add(model);
    providers.set(provider, { models: known.models, prices: known.prices + 1 });
  }
  return [...providers]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([provider, { models, prices }]) => ({ provider, models: models.size, prices }));
}

type Landing = Readonly<{
  reading: CatalogueReading;
  files: readonly ExtraPriceFile[];
  today: string;
}>;

/** Writes the files of an import and keeps what the catalogue said, to compare with later. */
async function land(folder: string, { reading, files, today }: Landing): Promise<string | null> {
  const { kind, snapshot, candidates } = reading;
  const kept = join(folder, CATALOGUES_FOLDER);
  await mkdir(kept, { recursive: true, mode: 0o700 });
  await writeWhole(
    join(kept, `${kind}-${snapshot.day}.json`),
    JSON.stringify({ kind, snapshot, candidates }),
  );
  if (files.length === 0) return null;
  const imports = join(folder, IMPORTS_FOLDER);
  await mkdir(imports, { recursive: true, mode: 0o700 });
  const started = `${today}-${kind}-`;
  const before = (await readdir(imports)).filter((name) => name.startsWith(started)).length;
  const target = join(imports, `${started}${String(before + 1).padStart(3, "0")}`);
  const made = join(imports, `.${process.pid}-${kind}`);
  await rm(made, { recursive: true, force: true });
  await mkdir(made, { mode: 0o700 });
  for (const { name, content } of files) {
    const text = `${JSON.stringify(content, null, 2)}\n`;
    await writeFile(join(made, name), text, { mode: 0o600, flush: true });
  }
  await rename(made, target);
  return target;
}

async function writeWhole(path: string, text: string): Promise<void> {
  const made = `${path}.${process.pid}`;
  await writeFile(made, text, { mode: 0o600, flush: true });
  await rename(made, path);
}
