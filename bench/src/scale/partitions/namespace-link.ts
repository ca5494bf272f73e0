import { spawnSync } from "node:child_process";
import { type CuttableProxy, cuttableProxy } from "@headgate/tests/servers";
import type { EngineName } from "../nodes/engines.ts";
import type { Link } from "./link.ts";
import { portOf, withAddress } from "./loopback-address.ts";

const NAME = `hg${process.pid % 100_000}`;
const [HERE, THERE] = [`${NAME}a`, `${NAME}b`];
const NETWORK = "10.213.77";
const NODE_ADDRESS = `${NETWORK}.2`;
/** Each has an address of its own on this side, so that it can be cut off alone. */
const addresses: Readonly<Record<EngineName | "provider", string>> = {
  provider: `${NETWORK}.1`,
  counters: `${NETWORK}.11`,
  state: `${NETWORK}.12`,
  ledger: `${NETWORK}.13`,
};
/** Nobody's: what is sent to it is dropped by whoever gets it. */
const NOBODY = "02:00:00:00:00:99";

/**
 * A network namespace with one cable to this machine. An engine is cut off by a wrong hardware address for it: the node's
 * packets to it are dropped on the way, and so nothing that comes from it is ever acknowledged.
 *
 * @returns why this machine cannot have one, in the system's words
 */
export async function namespaceLink(): Promise<Link | Readonly<{ reason: string }>> {
  const steps = [
    ["netns", "add", NAME],
    ["link", "add", HERE, "type", "veth", "peer", "name", THERE, "netns", NAME],
    ...Object.values(addresses).map((one) => ["addr", "add", `${one}/24`, "dev", HERE]),
    ["link", "set", HERE, "up"],
    ["-n", NAME, "addr", "add", `${NODE_ADDRESS}/24`, "dev", THERE],
    ["-n", NAME, "link", "set", THERE, "up"],
    ["-n", NAME, "link", "set", "lo", "up"],
  ];
  for (const step of steps) {
    const reason = ip(step);
    if (reason === undefined) continue;
    ip(["netns", "del", NAME]);
    return { reason };
  }
  // What is left of a bench that ended early would stay with the machine.
  const remove = () => void ip(["netns", "del", NAME]);
  process.once("exit", remove);
  const forwarders: CuttableProxy[] = [];
  return {
    how: "a network namespace whose packets to an engine are dropped",
    place: {
      host: NODE_ADDRESS,
      command: ["ip", "netns", "exec", NAME],
      reach: async (what, url) => {
        const forwarder = await cuttableProxy(portOf(url), addresses[what]);
        forwarders.push(forwarder);
        return withAddress(url, addresses[what], forwarder.port);
      },
    },
    cut: (engine) => {
      const to = ["lladdr", NOBODY, "dev", THERE, "nud", "permanent"];
      must(["-n", NAME, "neigh", "replace", addresses[engine], ...to]);
    },
    heal: (engine) => {
      // Twice is once: there is none to delete then.
      ip(["-n", NAME, "neigh", "del", addresses[engine], "dev", THERE]);
    },
    close: async () => {
      for (const forwarder of forwarders) await forwarder.close();
      process.off("exit", remove);
      remove();
    },
  };
}

/** @returns what it said where it failed */
function ip(words: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync("ip", words, { encoding: "utf8" });
  if (error !== undefined) return error.message;
  return status === 0 ? undefined : stderr.trim();
}

function must(words: readonly string[]): void {
  const reason = ip(words);
  if (reason !== undefined) throw new Error(`ip ${words.join(" ")}: ${reason}`);
}
