import { type BatchKeeper, createBatchKeeper, KEEPER_TICK_MS } from "./batch-keeper.ts";
import type { FaceDependencies } from "./face-dependencies.ts";

/** What clients see of batches, and what takes their batches from one state to the next. */
export type BatchFaces = Readonly<{
  dependencies: FaceDependencies;
  keeper: BatchKeeper;
  close: () => Promise<void>;
}>;

/** @param takesOn whether clients' batches are this process's to take on, as they are the leader's while nothing is held */
export function openFaces({
  takesOn,
  ...dependencies
}: FaceDependencies & Readonly<{ takesOn: () => boolean }>): BatchFaces {
  const { log } = dependencies;
  const any = createBatchKeeper(dependencies);
  // Two that take one batch on would write its files over each other; the leader's next look is a moment away.
  const keeper: BatchKeeper = { ...any, tick: () => (takesOn() ? any.tick() : Promise.resolve()) };
  const tick = (): void => {
    keeper.tick().catch((error: unknown) => {
      log.error({ err: error }, "clients' batches could not be looked at");
    });
  };
  const timer = setInterval(tick, KEEPER_TICK_MS);
  return {
    dependencies,
    keeper,
    close: async () => {
      clearInterval(timer);
      await keeper.close();
    },
  };
}
