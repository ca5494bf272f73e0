import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { configSchema } from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { connectValkey } from "./connect-valkey.ts";

/** What every record of a TLS handshake begins with (RFC 8446, 5.1). */
const HANDSHAKE = 22;

/** The first byte that a sentinel hears. */
async function firstByteAtSentinel(counters: object): Promise<number | undefined> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { stores } = configSchema.parse({
    stores: {
      counters: {
        ...{ kind: "valkey", mode: "sentinel", sentinel_name: "budgets" },
        ...{ nodes: [{ host: "127.0.0.1", port }], password: "secret", ...counters },
      },
    },
  });
  if (stores.counters.kind !== "valkey") throw new Error("the counters are not on a server");
  const connected = once(server, "connection");
  const client = connectValkey(stores.counters);
  client.on("error", () => undefined);
  const [socket] = await connected;
  onTestFinished(() => {
    client.disconnect();
    socket.destroy();
    server.close();
  });
  const [bytes] = await once(socket, "data");
  return (bytes as Buffer)[0];
}

test("sentinels are asked by TLS where that is said, in either way", async () => {
  expect(await firstByteAtSentinel({})).not.toBe(HANDSHAKE);

  expect(await firstByteAtSentinel({ tls: true })).toBe(HANDSHAKE);
  expect(await firstByteAtSentinel({ url: "rediss://budgets:1" })).toBe(HANDSHAKE);
});

test("a password of sentinels without sentinels is refused", () => {
  const read = (counters: object) =>
    configSchema.safeParse({ stores: { counters: { kind: "valkey", ...counters } } }).success;
  const sentinels = { mode: "sentinel", nodes: [{ host: "a", port: 1 }], sentinel_name: "b" };

  expect(read({ ...sentinels, sentinel_password: "x" })).toBe(true);
  expect(read({ url: "redis://a:1", sentinel_password: "x" })).toBe(false);
});
