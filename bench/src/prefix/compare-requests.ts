import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { configSchema } from "@headgate/contract";
import { createRandom } from "@headgate/simulator";
import { Pool } from "undici";
import type { z } from "zod";
import { type FuzzedRequest, fuzzedRequest } from "./fuzzed-request.ts";

/** A request that did not arrive as it was sent, or whose answer did not come back as it was given. */
export type Difference = Readonly<{ seed: number; format: string; what: string }>;

const ID_HEADER = "x-fuzz-id";
const UNDER_WAY = 32;

type Provider = Readonly<{
  url: string;
  /** What arrived under an id. */
  take: (id: string) => Readonly<{ path: string; body: Buffer }> | undefined;
  close: () => Promise<void>;
}>;

/** Answers each request with its id in JSON that no format would have, and keeps what came. */
export async function startProvider(): Promise<Provider> {
  const arrived = new Map<string, Readonly<{ path: string; body: Buffer }>>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const id = String(request.headers[ID_HEADER]);
      arrived.set(id, { path: request.url ?? "", body: Buffer.concat(chunks) });
      response.writeHead(200, { "content-type": "application/json" });
      response.end(answerFor(id));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: (id) => {
      const found = arrived.get(id);
      arrived.delete(id);
      return found;
    },
    close: () => closeServer(server),
  };
}

const answerFor = (id: string): string => `{ "id" :"${id}",  "\\u0061nswer": 1.0 }\n`;

/** A provider of each kind, all at one address. */
export const providersAt = (
  url: string,
): NonNullable<z.input<typeof configSchema>["providers"]> => ({
  openai: { kind: "openai", base_url: `${url}/v1`, api_key: "sk-fuzz" },
  anthropic: { kind: "anthropic", base_url: url, api_key: "sk-fuzz" },
  gemini: { kind: "gemini", base_url: url, api_key: "sk-fuzz" },
  bedrock: { kind: "bedrock", region: "us-east-1", base_url: url, api_key: "sk-fuzz" },
});

/** Sends so many generated requests through a gateway and compares what reached the provider, byte for byte. */
export async function compareRequests(
  gateway: Readonly<{ url: string; headers: Readonly<Record<string, string>> }>,
  provider: Provider,
  requests: Readonly<{ count: number; firstSeed: number }>,
): Promise<
  Readonly<{ differences: readonly Difference[]; formats: Readonly<Record<string, number>> }>
> {
  const pool = new Pool(gateway.url, { connections: UNDER_WAY });
  const differences: Difference[] = [];
  const formats: Record<string, number> = {};
  let next = requests.firstSeed;
  const end = requests.firstSeed + requests.count;
  const send = async (): Promise<void> => {
    while (next < end) {
      const seed = next++;
      const fuzzed = fuzzedRequest(createRandom(seed));
      formats[fuzzed.format] = (formats[fuzzed.format] ?? 0) + 1;
      const what = await differenceOf(pool, gateway.headers, provider, seed, fuzzed);
      if (what !== undefined) differences.push({ seed, format: fuzzed.format, what });
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, send));
  await pool.close();
  return { differences, formats };
}

async function differenceOf(
  pool: Pool,
  headers: Readonly<Record<string, string>>,
  provider: Provider,
  seed: number,
  fuzzed: FuzzedRequest,
): Promise<string | undefined> {
  const id = `fuzz-${seed}`;
  const answer = await pool.request({
    method: "POST",
    path: fuzzed.path,
    headers: { ...headers, ...fuzzed.headers, "content-type": "application/json", [ID_HEADER]: id },
    body: fuzzed.body,
  });
  const text = await answer.body.text();
  const arrived = provider.take(id);
  if (arrived === undefined) return `it did not arrive: ${answer.statusCode} ${text.slice(0, 200)}`;
  if (arrived.path !== fuzzed.arrivesAt) return `it arrived at ${arrived.path}`;
  if (!arrived.body.equals(fuzzed.body)) return "its bytes are others";
  return text === answerFor(id) ? undefined : `its answer is another: ${text.slice(0, 200)}`;
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
