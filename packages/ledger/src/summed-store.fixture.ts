import type { LedgerStore } from "./store.ts";

/** Builds all sums before each question, so that whole days are read from them and not from the rows. */
export const summedBeforeQuestions =
  (open: (directory: string) => Promise<LedgerStore>) =>
  async (directory: string): Promise<LedgerStore> =>
    new Proxy(await open(directory), {
      get(target, name) {
        const member = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        if (name !== "report") return member.bind(target);
        return async (...question: readonly unknown[]) => {
          await target.buildSums();
          return member.apply(target, question);
        };
      },
    });
