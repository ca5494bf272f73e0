import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { HeadgateError } from "@headgate/contract";
import {
  type CatalogueFile,
  type CatalogueKind,
  type CatalogueReading,
  catalogueKinds,
  type PriceBook,
  readCatalogue,
} from "@headgate/pricing";
import { checkOption } from "../command-line/check-arguments.ts";
import { unreadable } from "../replay/scan-trace.ts";

/** Where each catalogue is published; `--source` says it more exactly. */
const publishedAt: Readonly<Record<CatalogueKind, string>> = {
  "genai-prices": "https://github.com/pydantic/genai-prices",
  litellm: "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json",
  "models.dev": "https://models.dev/api.json",
  portkey: "https://github.com/Portkey-AI/models",
};

export type CatalogueSource = Readonly<{
  kind: CatalogueKind;
  paths: readonly string[];
  /** The day of the snapshot. */
  day: string;
  url?: string | undefined;
}>;

/** @throws HeadgateError `command_invalid` with the kind that was probably meant */
export function readCatalogueKind(text: string): CatalogueKind {
  checkOption("CATALOGUE", text, catalogueKinds);
  return text as CatalogueKind;
}

/**
 * Reads a catalogue from files, archives and folders of them.
 * @throws HeadgateError `input_unreadable` when a file cannot be read, or when no price is in any of them
 */
export async function readCatalogueFiles(
  { kind, paths, day, url = publishedAt[kind] }: CatalogueSource,
  book: PriceBook,
): Promise<CatalogueReading> {
  const files: CatalogueFile[] = [];
  for (const path of paths) files.push(...(await filesUnder(path)));
  const reading = readCatalogue(kind, files, { snapshot: { url, day }, book });
  const { candidates, refused } = reading;
  const [broken] = refused;
  if (
    broken !== undefined &&
    candidates.length === 0 &&
    refused.every(({ code }) => code === "unreadable")
  ) {
    throw new HeadgateError("input_unreadable", `${broken.at}: ${broken.reason}`);
  }
  if (candidates.length > 0 || refused.length > 0) return reading;
  throw new HeadgateError("input_unreadable", `${paths.join(", ")}: no price of ${kind} is in it.`);
}

async function filesUnder(path: string): Promise<readonly CatalogueFile[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [{ path, content: await readFile(path) }];
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return await Promise.all(
      files.map(async (entry) => {
        const full = join(entry.parentPath, entry.name);
        return { path: full, content: await readFile(full) };
      }),
    );
  } catch (error) {
    throw unreadable(path, error);
  }
}
