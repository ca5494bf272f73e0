import type { HeadgateConfig } from "@headgate/contract";

/** Where the gateway of this run can be asked from this machine. */
export type GatewayAddress = Readonly<{
  /** `undefined`: its port is any free one, and it has passed nothing on yet. */
  url: () => string | undefined;
  /** Told of what it says of itself with each request that it passes on. */
  heard: (url: string | undefined) => void;
}>;

/** The addresses that listen everywhere are reached by the loopback of their family. */
const loopbackOf: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

export function createGatewayAddress(listen: () => HeadgateConfig["listen"]): GatewayAddress {
  let said: string | undefined;
  return {
    heard: (url) => {
      if (url !== undefined) said = url;
    },
    url: () => {
      const { host: configured, port } = listen();
      if (said !== undefined || port === 0) return said;
      const host = loopbackOf[configured] ?? configured;
      return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
    },
  };
}
