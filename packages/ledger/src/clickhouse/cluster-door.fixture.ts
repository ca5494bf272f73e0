import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";

const CLAUSE = / on cluster headgate\b/g;
/** What may begin a statement that all shards are told; the rest is rows and questions, which may hold any words. */
const DEFINES = /^\s*(?:create|alter|drop|delete)\b/i;

/**
 * A door to a cluster whose servers have no keeper, as the engine of the tests can have none: what is to run `on cluster` it
 * says to each shard itself, and all else to the first.
 */
export async function openClusterDoor(
  shards: readonly string[],
): Promise<Readonly<{ url: string; close: () => Promise<void> }>> {
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing, shards).catch((error: unknown) => {
      outgoing.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  shards: readonly string[],
): Promise<void> {
  const body = await buffer(incoming);
  // Byte for byte, whatever they are.
  const said = body.toString("latin1");
  const saidToEach = said.replaceAll(CLAUSE, "");
  const isForAll = DEFINES.test(said) && saidToEach !== said;
  for (const shard of isForAll ? shards.slice(1) : []) {
    const answer = await ask(shard, incoming, Buffer.from(saidToEach, "latin1"));
    if (answer.statusCode !== 200) return pipeline(answerOn(answer, outgoing), outgoing);
    await buffer(answer);
  }
  const answer = await ask(
    shards[0] ?? "",
    incoming,
    isForAll ? Buffer.from(saidToEach, "latin1") : body,
  );
  await pipeline(answerOn(answer, outgoing), outgoing);
}

function answerOn(answer: IncomingMessage, outgoing: ServerResponse): IncomingMessage {
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
  return answer;
}

async function ask(
  shard: string,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<IncomingMessage> {
  const { host: _host, "transfer-encoding": _encoding, connection: _connection, ...more } = headers;
  const asking = request(new URL(url ?? "/", shard), {
    method,
    headers: { ...more, "content-length": body.byteLength },
    agent: false,
  });
  asking.end(body);
  const [answer] = (await once(asking, "response")) as [IncomingMessage];
  return answer;
}
