import { randomUUID } from "node:crypto";
import type { CacheStore, SharedFlight, SharedFlights } from "@headgate/levers";
import type { CacheLink } from "./cache-link.ts";

/** A gateway that has not renewed its flight for so long is taken for dead, and the next one asks. */
const LEADS_FOR_MS = 10_000;
const RENEWED_EVERY_MS = 3_000;
const LOOKED_EVERY_MS = 40;
/** How long it is told how a flight landed. */
const TOLD_FOR_MS = 15_000;

type Options = Readonly<{
  link: CacheLink;
  store: Pick<CacheStore, "findCall">;
  /** Shorter in tests. */
  leadsForMs?: number;
}>;

/**
 * Questions under way at all gateways: of several alike one leads, and the others look until it has landed. Whoever leads
 * has a name that nobody had before, so that one who was taken for dead changes nothing when it comes back.
 */
export function sharedFlights({ link, store, leadsForMs = LEADS_FOR_MS }: Options): SharedFlights {
  const lead = (digest: string, who: string): SharedFlight => {
    const every = Math.min(RENEWED_EVERY_MS, leadsForMs / 3);
    const renewal = setInterval(() => {
      // One that cannot be told ends by itself, and the next one asks.
      link.ask("renew_flight", [digest, who, leadsForMs]).catch(() => undefined);
    }, every).unref();
    return {
      kind: "lead",
      land: (callId) => {
        clearInterval(renewal);
        // Nor does it matter whether this arrives: who waits takes over when the flight's time is over.
        link.ask("land_flight", [digest, who, callId ?? "-", TOLD_FOR_MS]).catch(() => undefined);
      },
    };
  };
  return {
    begin: async ({ key: { digest, check }, mostAgeMs, patience }) => {
      const who = randomUUID();
      const asking = [digest, check, who, leadsForMs, mostAgeMs];
      let answer = String(await link.ask("begin_flight", asking));
      let left = false;
      let wake: () => void = () => undefined;
      patience(() => {
        left = true;
        wake();
      });
      for (;;) {
        if (answer === "lead") return lead(digest, who);
        if (answer === "other") return { kind: "failed" };
        if (answer.startsWith("landed ")) {
          const callId = answer.slice("landed ".length);
          const found = callId === "-" ? undefined : await store.findCall(callId);
          return found === undefined
            ? { kind: "failed" }
            : { kind: "answered", answer: found.entry.answer };
        }
        if (left) return { kind: "left" };
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, LOOKED_EVERY_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        const leader: string = answer;
        answer = String(await link.ask("watch_flight", [...asking, leader]));
      }
    },
  };
}
