import { createServer } from "node:http";

/** A message as it came. */
type Told = Readonly<{ body: string; headers: Headers }>;

/** Of a receiver on this machine: constructed, as a secret of Standard Webhooks looks. */
export const webhookSecret = `whsec_${Buffer.from("0123456789abcdef01234567").toString("base64")}`;

/** A receiver of webhooks on this machine that refuses its first message and takes all others. */
export async function openReceiver() {
  const told: Told[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => {
      body += piece;
    });
    request.on("end", () => {
      told.push({ body, headers: new Headers(request.headers as Record<string, string>) });
      response.writeHead(told.length === 1 ? 503 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    told,
    url: `http://127.0.0.1:${address.port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
