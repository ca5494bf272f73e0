import { statSync } from "node:fs";
import { type HeadgateConfig, HeadgateError } from "@headgate/contract";

const POLL_INTERVAL_MS = 500;

/** Tells one state of a file from another; `undefined` while it is away, as some editors save. */
export function fileState(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
}

/**
 * Reads the configuration anew whenever its file changes. What is invalid is told and left aside.
 * @returns stops watching
 */
export function watchConfig(options: {
  path: string;
  /** The state of the file before it was first read: what changed since then counts. */
  since: string | undefined;
  read: () => Promise<HeadgateConfig>;
  onChange: (config: HeadgateConfig) => void;
  onFault: (error: HeadgateError) => void;
  pollIntervalMs?: number;
}): () => void {
  let known = options.since;
  const reload = async (): Promise<void> => {
    try {
      options.onChange(await options.read());
    } catch (error) {
      if (!(error instanceof HeadgateError)) throw error;
      options.onFault(error);
    }
  };
  // Polling, since notifications do not cross all mounts and are lost when an editor replaces the file.
  const timer = setInterval(() => {
    const state = fileState(options.path);
    if (state === undefined || state === known) return;
    known = state;
    void reload();
  }, options.pollIntervalMs ?? POLL_INTERVAL_MS);
  return () => clearInterval(timer);
}
