import { once } from "node:events";
import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { freePort, onFreePorts } from "./free-port.ts";
import { newServerFolder, startServer } from "./test-server.ts";

async function listenOn(port: number): Promise<number> {
  const server = createServer((_, answer) => {
    answer.writeHead(503);
    answer.end("somebody else's");
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  });
  const address = server.address();
  return address === null || typeof address === "string" ? Number.NaN : address.port;
}

test("a free port is none that the system would give to somebody else", async () => {
  const givenOut = await listenOn(0);

  const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));

  expect(Math.max(...ports)).toBeLessThan(givenOut);
  // A cluster of Redis listens there as well.
  expect(Math.max(...ports) + 10_000).toBeLessThan(65_536);
});

test("a server whose port somebody took is started on another one", async () => {
  const tried: number[] = [];

  const server = await onFreePorts(1, async ([port = Number.NaN]) => {
    tried.push(port);
    if (tried.length === 1) await listenOn(port);
    return startServer({
      program: {
        name: "a server",
        command: process.execPath,
        arguments: [
          "-e",
          `require("node:http").createServer((_, answer) => answer.end("mine")).listen(${port}, "127.0.0.1")`,
        ],
      },
      url: `http://127.0.0.1:${port}`,
      folder: newServerFolder("port"),
      answers: () =>
        fetch(`http://127.0.0.1:${port}`).then(
          (answer) => answer.ok,
          () => false,
        ),
    });
  });
  onTestFinished(() => server.close());

  expect(tried).toHaveLength(2);
  expect(server.url).toBe(`http://127.0.0.1:${tried[1]}`);
  expect(await (await fetch(server.url)).text()).toBe("mine");
});

test("a server that ends for another reason is not started again", async () => {
  let starts = 0;

  const starting = onFreePorts(1, () => {
    starts += 1;
    return startServer({
      program: { name: "a server", command: process.execPath, arguments: ["-e", "throw 'broken'"] },
      url: "",
      folder: newServerFolder("port"),
      answers: () => Promise.resolve(false),
    });
  });

  await expect(starting).rejects.toThrow(/broken/);
  expect(starts).toBe(1);
});
