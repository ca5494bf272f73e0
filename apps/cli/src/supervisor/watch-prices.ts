import { priceFolderState } from "@headgate/pricing";

const POLL_INTERVAL_MS = 500;

/**
 * Tells whenever the price files of a data directory have changed.
 * @returns stops watching
 */
export function watchPrices(options: {
  folder: string;
  onChange: () => void;
  pollIntervalMs?: number;
}): () => void {
  let known = priceFolderState(options.folder);
  // Polling, as for the configuration: notifications do not cross all mounts.
  const timer = setInterval(() => {
    const state = priceFolderState(options.folder);
    if (state === known) return;
    known = state;
    options.onChange();
  }, options.pollIntervalMs ?? POLL_INTERVAL_MS);
  return () => clearInterval(timer);
}
