/**
 * Runs at once, then at most once per interval while asked to; the last ask is never lost.
 * `cancel` drops what is still to come.
 */
export const throttle = (
  run: () => void,
  intervalMs: number,
): Readonly<{ ask: () => void; cancel: () => void }> => {
  let resting: ReturnType<typeof setTimeout> | undefined;
  let askedAgain = false;

  const rest = () => {
    resting = setTimeout(() => {
      resting = undefined;
      if (!askedAgain) return;
      askedAgain = false;
      run();
      rest();
    }, intervalMs);
  };

  return {
    ask: () => {
      if (resting !== undefined) {
        askedAgain = true;
        return;
      }
      run();
      rest();
    },
    cancel: () => {
      clearTimeout(resting);
      resting = undefined;
      askedAgain = false;
    },
  };
};
