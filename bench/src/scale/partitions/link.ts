import { type CuttableProxy, cuttableProxy } from "@headgate/tests/servers";
import type { EngineName } from "../nodes/engines.ts";
import type { Place } from "../nodes/place.ts";
import { portOf, withAddress } from "./loopback-address.ts";
import { namespaceLink } from "./namespace-link.ts";

/** The network between one node and the engines. */
export type Link = Readonly<{
  /** In words for a person. */
  how: string;
  place: Place;
  /** From now on nothing passes between the node and this engine, and neither is told. */
  cut: (engine: EngineName) => void;
  heal: (engine: EngineName) => void;
  close: () => Promise<void>;
}>;

/** A network namespace where this machine may make one, else proxies that stop passing bytes. */
export async function openLink(): Promise<Link> {
  const made = await namespaceLink();
  if (!("reason" in made)) return made;
  process.stderr.write(`partitions: no network namespace (${made.reason})\n`);
  return proxyLink();
}

function proxyLink(): Link {
  const proxies = new Map<string, CuttableProxy>();
  return {
    how: "TCP proxies that stop passing bytes",
    place: {
      ...{ host: "127.0.0.1", command: [] },
      reach: async (what, url) => {
        if (what === "provider") return url;
        const proxy = await cuttableProxy(portOf(url));
        proxies.set(what, proxy);
        return withAddress(url, "127.0.0.1", proxy.port);
      },
    },
    cut: (engine) => proxies.get(engine)?.cut(),
    heal: (engine) => proxies.get(engine)?.heal(),
    close: async () => {
      for (const proxy of proxies.values()) await proxy.close();
    },
  };
}
