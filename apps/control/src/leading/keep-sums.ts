import type { StoresConfig } from "@headgate/contract";
import type { LedgerStore } from "@headgate/ledger";
import type { Logger } from "pino";

/** How often days are looked for whose sums are out of date; a day is summed up once it was left alone for as long. */
export const KEEP_SUMS_EVERY_MS = 60_000;

type Options = Readonly<{
  store: StoresConfig["ledger"];
  ledger: Pick<LedgerStore, "buildSums">;
  leads: () => boolean;
  log: Logger;
}>;

/**
 * Has the sums by day built of a ledger that several processes write to: the one that leads asks for it. A ledger in a
 * file has one process, and sees to its own.
 */
export function keepSums({ store, ledger, leads, log }: Options): Readonly<{ close: () => void }> {
  if (store.kind === "duckdb") return { close: () => undefined };
  let isUnderWay = false;
  const build = async (): Promise<void> => {
    try {
      const days = await ledger.buildSums(KEEP_SUMS_EVERY_MS);
      if (days > 0) log.info({ days }, "days of the ledger summed up");
    } catch (error) {
      // Reports stay right: days that are not built are read from their rows.
      log.warn({ err: error }, "sums by day could not be built, so reports are slower");
    }
    isUnderWay = false;
  };
  const timer = setInterval(() => {
    if (isUnderWay || !leads()) return;
    isUnderWay = true;
    void build();
  }, KEEP_SUMS_EVERY_MS);
  // The ledger's own end waits for the day that is under way, and begins no other.
  return { close: () => clearInterval(timer) };
}
