import type { StoresConfig } from "@headgate/contract";
import type { SharedFlights } from "@headgate/levers";
import { CacheLink } from "./cache-link.ts";
import { type Followers, NearStream } from "./near-stream.ts";
import { sharedFlights } from "./shared-flights.ts";
import { SharedStore } from "./shared-store.ts";

export type SharedCache = Readonly<{
  store: SharedStore;
  flights: SharedFlights;
  /** Keeps an index of near questions up with the other gateways', and the caches with their purges. */
  follow(caches: Followers, failed: (error: unknown) => void): NearStream;
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
  let near: NearStream | undefined;
  return {
    store,
    flights: sharedFlights({ link, store }),
    follow: (caches, failed) => {
      near = new NearStream({ link, caches, failed });
      return near;
    },
    close: () => {
      near?.close();
      link.close();
    },
  };
}
