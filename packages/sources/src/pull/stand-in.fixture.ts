import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What a stand-in was asked. */
export type AskedOfStandIn = Readonly<{
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}>;

export type StandInAnswer = Readonly<{
  status?: number;
  headers?: Readonly<Record<string, string>>;
  body: unknown;
  /** Ends the connection after that many characters. */
  cutAt?: number;
}>;

/** A provider on this machine: what `answer` says to each request, with what was asked. */
export async function openStandIn(
  answer: (asked: AskedOfStandIn, number: number) => StandInAnswer,
): Promise<Readonly<{ url: string; asked: readonly AskedOfStandIn[] }>> {
  const asked: AskedOfStandIn[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://stand-in");
      const one = {
        path: pathname,
        query: searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      asked.push(one);
      const { status = 200, headers = {}, body, cutAt } = answer(one, asked.length);
      const text = typeof body === "string" ? body : JSON.stringify(body);
      response.writeHead(status, {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(text),
        ...headers,
      });
      if (cutAt === undefined) response.end(text);
      else response.write(text.slice(0, cutAt), () => response.destroy());
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
