import type { StoresConfig } from "@headgate/contract";
import type { SharedFlights } from "@headgate/levers";
import { CacheLink } from "./cache-link.ts";
import { sharedFlights } from "./shared-flights.ts";
import { SharedStore } from "./shared-store.ts";

export type SharedCache = Readonly<{
  store: SharedStore;
  flights: SharedFlights;
  close(): void;
}>;

/** The cache that gateways share; undefined where each keeps its own. It is connected to in the background. */
export function openSharedCache(
  counters: StoresConfig["counters"],
  maxBytes: number,
): SharedCache | undefined {
  if (counters.kind !== "valkey") return undefined;
  const link = new CacheLink(counters);
  const store = new SharedStore(link, maxBytes);
  return { store, flights: sharedFlights({ link, store }), close: () => link.close() };
}
