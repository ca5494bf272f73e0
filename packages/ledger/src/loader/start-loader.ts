import type { Loader, LoaderOptions } from "./loader.ts";
import { SpoolLoader } from "./spool-loader.ts";

/** Starts to move rows from the spool into the ledger, at once and then whenever new ones come. */
export const startLoader = (options: LoaderOptions): Loader => new SpoolLoader(options);
