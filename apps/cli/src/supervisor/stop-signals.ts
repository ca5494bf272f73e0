/** One press of Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const SAME_PRESS_MS = 800;

export type StopSignals = Readonly<{
  /** Resolves at the first SIGINT or SIGTERM. */
  stopped: Promise<NodeJS.Signals>;
  isStopped: () => boolean;
  /** Takes the handlers away again. */
  release: () => void;
}>;

/** Listens for SIGINT and SIGTERM; a second press calls `onImpatience`. */
export function listenForStop(
  onImpatience: () => void,
  nowMs: () => number = () => performance.now(),
): StopSignals {
  let firstAtMs: number | undefined;
  let announce: (signal: NodeJS.Signals) => void = () => undefined;
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    announce = resolve;
  });
  const onSignal = (signal: NodeJS.Signals): void => {
    if (firstAtMs === undefined) {
      firstAtMs = nowMs();
      announce(signal);
    } else if (nowMs() - firstAtMs >= SAME_PRESS_MS) onImpatience();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    stopped,
    isStopped: () => firstAtMs !== undefined,
    release: () => {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
