import type { Loader } from "@headgate/ledger";
import type { Logger } from "pino";

/** Loads the spool's last rows for at most `limitMs`; what is left is loaded by the next start. */
export async function finishLoading(loader: Loader, limitMs: number, log: Logger): Promise<void> {
  const lastLoad = loader.loadNow().catch((error: unknown) => {
    log.warn({ err: error }, "the spool's last rows wait for the next start");
  });
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([lastLoad, limit]);
  clearTimeout(timer);
  await loader.stop();
}
