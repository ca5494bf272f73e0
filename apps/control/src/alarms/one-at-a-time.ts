/** Work that several may ask for: who asks while it is under way gets its end. */
export type OneAtATime = (() => Promise<void>) & { underWay(): Promise<void> | undefined };

export function oneAtATime(work: () => Promise<void>): OneAtATime {
  let current: Promise<void> | undefined;
  const run = (): Promise<void> => {
    current ??= work().finally(() => {
      current = undefined;
    });
    return current;
  };
  return Object.assign(run, { underWay: () => current });
}
