import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { assertPortFree, freePort } from "./ports.ts";

test("a port that another program has is named in the error", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    await expect(assertPortFree("127.0.0.1", port)).rejects.toMatchObject({
      code: "port_taken",
      details: { port },
    });
  } finally {
    server.close();
  }
});

test("a free port can be listened on, and so can port 0", async () => {
  await assertPortFree("127.0.0.1", await freePort());
  await assertPortFree("127.0.0.1", 0);
});

test("a host that is not this machine's is a fault of the configuration", async () => {
  await expect(assertPortFree("192.0.2.1", 4100)).rejects.toMatchObject({ code: "config_invalid" });
});
