/** Has work done one piece after the other, in the order in which it was asked for; a piece that fails fails nobody else. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** A queue of its own: what must not be done at once shares one. */
export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    // Who asked is told of the failure; who comes next goes on.
    last = done.catch(() => undefined);
    return done;
  };
}
