import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { cuttableProxy } from "./cuttable-proxy.ts";

test("while it is cut nothing passes and nobody is told, and what waited arrives when it is healed", async () => {
  const echo = createServer((socket) => socket.pipe(socket)).listen(0, "127.0.0.1");
  await once(echo, "listening");
  const proxy = await cuttableProxy((echo.address() as AddressInfo).port);
  const client = connect(proxy.port, "127.0.0.1");
  onTestFinished(async () => {
    client.destroy();
    await proxy.close();
    echo.close();
  });
  let heard = "";
  client.on("data", (bytes) => {
    heard += bytes.toString("utf8");
  });
  client.write("a");
  await expect.poll(() => heard).toBe("a");

  proxy.cut();
  client.write("b");
  const other = connect(proxy.port, "127.0.0.1");
  onTestFinished(() => void other.destroy());
  await once(other, "connect");
  expect(heard).toBe("a");
  expect(client.destroyed).toBe(false);

  proxy.heal();
  await expect.poll(() => heard).toBe("ab");
});
