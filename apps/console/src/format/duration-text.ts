/** A duration with three significant digits and the unit that fits: `870 ms`, `1.24 s`, `2 min 05 s`. */
export const durationText = (ms: number): string => {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(2)} s`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.floor((ms % 60_000) / 1_000);
  if (minutes < 60) return `${minutes} min ${String(seconds).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
};

/** A duration that may not be known: then a dash. */
export const knownDuration = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? "–" : durationText(ms);

/** How long ago, roughly: `just now`, `40 s ago`, `3 min ago`. */
export const agoText = (ms: number, nowMs: number): string => {
  const elapsedMs = nowMs - ms;
  if (elapsedMs < 5_000) return "just now";
  if (elapsedMs < 60_000) return `${Math.floor(elapsedMs / 1_000)} s ago`;
  if (elapsedMs < 3_600_000) return `${Math.floor(elapsedMs / 60_000)} min ago`;
  if (elapsedMs < 86_400_000) return `${Math.floor(elapsedMs / 3_600_000)} h ago`;
  return `${Math.floor(elapsedMs / 86_400_000)} d ago`;
};
