import type { FinishedImport, LedgerStore } from "@headgate/ledger";

/** Imports that are read from the ledger at once. */
const PAGE = 500;

/** Every import that holds, newest first, read page by page as far as they are asked for. */
export async function* newestImports(
  ledger: Pick<LedgerStore, "imports">,
): AsyncGenerator<FinishedImport, void, undefined> {
  let before: number | undefined;
  for (;;) {
    const page = await ledger.imports({ limit: PAGE, ...(before !== undefined && { before }) });
    yield* page;
    before = page.at(-1)?.import;
    if (page.length < PAGE) return;
  }
}
