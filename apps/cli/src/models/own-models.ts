import { type ModelsQuery, type ModelsResponse, modelsQuery } from "@headgate/contract";
import { loadModelCatalogue, type PriceBook, pageOfModels } from "@headgate/pricing";
import type { ArgsDef } from "citty";
import { dataArgument } from "../command-line/command.ts";
import { ownPriceBook } from "../prices/own-price-book.ts";
import { findConfigSource, readConfig } from "../supervisor/start-plan.ts";

/** What the commands about models go by. */
export const ownModelsArguments = {
  config: {
    type: "string",
    valueHint: "FILE",
    description: "Configuration file with your own facts; ./headgate.yaml unless said",
  },
  ...dataArgument,
} as const satisfies ArgsDef;

/** How many a command asks for, which is all. */
const ALL = Number.MAX_SAFE_INTEGER;
const nothingStated = { catalogue: {}, providers: {} };

/**
 * What is known of models here: Headgate's own catalogue, and above it what the configuration file that is named, or
 * `headgate.yaml` here, states.
 * @throws HeadgateError `config_invalid`, `price_file_invalid`
 */
export async function ownModels(
  args: Readonly<{ config?: string | undefined; data?: string | undefined }>,
  question: Partial<ModelsQuery>,
): Promise<Readonly<{ book: PriceBook; found: ModelsResponse }>> {
  const nowMs = Date.now();
  const book = ownPriceBook(args.data, process.env);
  const source = findConfigSource(args.config, process.env, process.cwd());
  const config = source.kind === "file" ? await readConfig(source, process.env, {}) : undefined;
  const catalogue = loadModelCatalogue(book, config ?? nothingStated, { atMs: nowMs });
  const at = new Date(nowMs).toISOString().slice(0, 10);
  const query = { ...modelsQuery.parse({}), ...question, limit: ALL, at };
  return { book, found: pageOfModels(book, catalogue, query) };
}
