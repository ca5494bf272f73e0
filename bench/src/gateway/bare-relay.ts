/** The least that can stand between client and provider in Node: `node:http` in, `undici` out, nothing read. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Dispatcher, Pool } from "undici";

const upstream = process.argv[2];
if (upstream === undefined) throw new Error("the bare relay needs the upstream's address");
const pool = new Pool(upstream, { pipelining: 1 });

class Relay implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse;
  constructor(response: ServerResponse) {
    this.#response = response;
  }
  onRequestStart(): void {
    // undici wants to see it.
  }
  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    const { connection: _connection, "transfer-encoding": _encoding, ...passed } = headers;
    this.#response.writeHead(status, passed);
  }
  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#response.write(chunk)) {
      controller.pause();
      this.#response.once("drain", () => controller.resume());
    }
  }
  onResponseEnd(): void {
    this.#response.end();
  }
  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#response.destroy(error);
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { host: _host, connection: _connection, ...headers } = request.headers;
    pool.dispatch(
      { method: "POST", path: request.url ?? "/", headers, body: Buffer.concat(chunks) },
      new Relay(response),
    );
  });
});
server.keepAliveTimeout = 120_000;
server.listen(0, "127.0.0.1", () => {
  process.send?.({
    kind: "listening",
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
});
process.on("disconnect", () => process.exit(0));
process.on("SIGTERM", () => process.exit(0));
