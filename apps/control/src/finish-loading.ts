import type { Loader } from "@headgate/ledger";
import type { Logger } from "pino";

/** Loads the spool's last rows for at most `limitMs`; what is left is told, and loaded by the next start. */
export async function finishLoading(
  loader: Pick<Loader, "loadNow" | "status" | "stop">,
  limitMs: number,
  log: Logger,
): Promise<void> {
  let isAllLoaded = false;
  let isOver = false;
  const lastLoad = loader.loadNow().then(
    () => {
      isAllLoaded = true;
    },
    (error: unknown) => {
      // Behind its time it fails of the stop alone.
      if (!isOver) log.warn({ err: error }, "the spool's last rows could not be loaded");
    },
  );
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([lastLoad, limit]);
  clearTimeout(timer);
  isOver = true;
  if (!isAllLoaded) {
    const { bytes_waiting: bytes } = loader.status();
    log.warn(
      { bytes },
      "rows stay in this node's spool and wait for its next start: keep its disk",
    );
  }
  await loader.stop();
}
