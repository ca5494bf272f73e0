import type { BatchStore } from "./store.ts";

/** A store of which some calls are done otherwise, as when it is cut off. */
export const changedStore = (store: BatchStore, changed: Partial<BatchStore>): BatchStore =>
  new Proxy(store, {
    get: (_, name: keyof BatchStore) => changed[name] ?? store[name].bind(store),
  });
