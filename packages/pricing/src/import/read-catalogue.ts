import { parse as parseToml } from "smol-toml";
import { isObject } from "../checker.ts";
import type { PriceBook } from "../price-book.ts";
import type { CatalogueFile, CatalogueKind, CatalogueReading, Snapshot } from "./catalogue.ts";
import { Collector } from "./collector.ts";
import { readGenaiPrices } from "./genai-prices/read-genai-prices.ts";
import { readLitellm } from "./litellm/read-litellm.ts";
import {
  modelsDevPath,
  readModelsDevApi,
  readModelsDevModel,
} from "./models-dev/read-models-dev.ts";
import { openFiles } from "./open-files.ts";
import { portkeyProviderOf, readPortkey } from "./portkey/read-portkey.ts";
import { screen } from "./screen.ts";

/**
 * Reads a third-party price catalogue into candidates, and refuses what cannot be right: prices outside
 * their unit's bounds, ratios that no provider has, jumps against the book. Pure: bytes in, prices out;
 * every refused price is listed with its place and reason.
 *
 * @param files the catalogue's JSON or TOML files, or an archive of them
 * @param options.book compares each candidate with the price in effect on the snapshot's day
 *
 * @example
 * const { candidates, refused } = readCatalogue("litellm", [{ path: "prices.json", content: bytes }], {
 *   snapshot: { url: "https://github.com/BerriAI/litellm/…", day: "2026-08-01" },
 * });
 */
export function readCatalogue(
  kind: CatalogueKind,
  files: readonly CatalogueFile[],
  options: Readonly<{ snapshot: Snapshot; book?: PriceBook }>,
): CatalogueReading {
  const { snapshot, book } = options;
  const into = new Collector(kind, snapshot);
  for (const { path, text } of openFiles(files, into)) readFile(kind, path, text, into);
  const { kept, refused } = screen(into.candidates, { day: snapshot.day, book });
  return { kind, snapshot, candidates: kept, refused: [...into.refused, ...refused] };
}

function readFile(kind: CatalogueKind, path: string, text: string, into: Collector): void {
  try {
    switch (kind) {
      case "genai-prices":
        if (path.endsWith(".json")) readGenaiPrices(path, JSON.parse(text), into);
        return;
      case "litellm":
        if (path.endsWith(".json")) readLitellm(path, JSON.parse(text), into);
        return;
      case "models.dev":
        readModelsDev(path, text, into);
        return;
      case "portkey": {
        const provider = portkeyProviderOf(path);
        if (provider !== undefined) readPortkey(path, provider, JSON.parse(text), into);
        return;
      }
      default:
        kind satisfies never;
    }
  } catch (error) {
    into.refuse(path, "unreadable", error instanceof Error ? error.message : String(error));
  }
}

function readModelsDev(path: string, text: string, into: Collector): void {
  if (path.endsWith(".json")) {
    readModelsDevApi(path, JSON.parse(text), into);
    return;
  }
  const name = modelsDevPath(path);
  if (name === undefined) return;
  const model: unknown = parseToml(text);
  if (isObject(model)) readModelsDevModel(path, name, model, into);
}
