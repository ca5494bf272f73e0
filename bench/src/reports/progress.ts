const EVERY_MS = 10_000;

/**
 * Tells on stderr how far a long step is, every ten seconds and at its end, a line each: also into a file or a
 * log of CI, where nobody sees a line that is written over.
 */
export function progressOf(step: string, total: number): (done: number) => void {
  const began = performance.now();
  let told = began;
  return (done) => {
    const now = performance.now();
    if (done < total && now - told < EVERY_MS) return;
    told = now;
    const percent = Math.floor((100 * done) / Math.max(1, total));
    process.stderr.write(`${step}: ${percent} %, ${Math.round((now - began) / 1000)} s\n`);
  };
}
