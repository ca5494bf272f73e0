import type { FinishedImport, LedgerStore } from "@headgate/ledger";

const PAGE = 500;

/** All imports that hold, newest first; read a page at a time, no further than they are asked for. */
export async function* importsNewestFirst(
  ledger: Pick<LedgerStore, "imports">,
): AsyncIterable<FinishedImport> {
  let before: number | undefined;
  for (;;) {
    const page = await ledger.imports({ limit: PAGE, ...(before !== undefined && { before }) });
    yield* page;
    before = page.at(-1)?.import;
    if (page.length < PAGE) return;
  }
}
