import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Between one node and one engine. */
export type CuttableProxy = Readonly<{
  port: number;
  /** From now on no byte passes in either direction: nobody is told, as when a network drops packets. */
  cut: () => void;
  /** What had waited goes on, and new connections are made. */
  heal: () => void;
  close: () => Promise<void>;
}>;

/**
 * Passes bytes to a port of loopback until it is cut. Connections that are made meanwhile are taken and hear
 * nothing; a real network would leave them without even that.
 */
export async function cuttableProxy(target: number, host = "127.0.0.1"): Promise<CuttableProxy> {
  let isCut = false;
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    const pair = [near, far] as const;
    pairs.add(pair);
    const end = (): void => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    for (const [from, to] of [pair, [far, near] as const]) {
      from.setNoDelay(true);
      from.on("data", (bytes) => {
        if (!to.write(bytes) && !isCut) {
          from.pause();
          to.once("drain", () => {
            if (!isCut) from.resume();
          });
        }
      });
      // A side that goes away is not told of either while the two are cut: `heal` finds it gone.
      from.on("close", () => {
        if (!isCut) end();
      });
      from.on("error", () => {
        if (!isCut) end();
      });
    }
    if (isCut) {
      near.pause();
      far.pause();
    }
  });
  server.listen(0, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      isCut = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    heal: () => {
      isCut = false;
      for (const [near, far] of pairs) {
        if (near.destroyed || far.destroyed) {
          near.destroy();
          far.destroy();
          continue;
        }
        near.resume();
        far.resume();
      }
    },
    close: async () => {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
