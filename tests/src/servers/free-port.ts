import { randomInt } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";

/** Below lie the ports that services are known by. */
const LOWEST = 10_000;
/** Linux's own first, where the system does not say; those of other systems are higher. */
const FIRST_GIVEN_OUT = 32_768;
const TRIES = 5;

/** The first port that the system gives to whoever asks for any: each client's connection, each `listen(0)`. */
function firstGivenOut(): number {
  try {
    const [first = ""] = readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8").split(
      /\s+/,
    );
    // Where it gives out nearly all of them, Linux's own boundary is as good as any.
    return Number(first) > LOWEST + 1_000 ? Number(first) : FIRST_GIVEN_OUT;
  } catch {
    // No Linux.
    return FIRST_GIVEN_OUT;
  }
}

/**
 * A port of loopback that nobody listens on. The system gives it to nobody by itself, so that no connection takes it before
 * a server does, or while a killed one is not back; a cluster's second port, 10,000 above, is a port as well. It is drawn by
 * lot, so that tests that run beside each other hardly draw the same.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, firstGivenOut());
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  server.close();
  await once(server, "close");
  return true;
}

/** Starts what listens on ports that it is given, and starts it on others where somebody was faster. */
export async function onFreePorts<Started>(
  count: number,
  start: (ports: readonly number[]) => Promise<Started>,
): Promise<Started> {
  for (let tries = 1; ; tries += 1) {
    const ports = new Set<number>();
    while (ports.size < count) ports.add(await freePort());
    try {
      return await start([...ports]);
    } catch (error) {
      if (tries === TRIES || !isTaken(error)) throw error;
    }
  }
}

/** Node says it by a code; the engines' last words have the system's. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && /EADDRINUSE|address already in use/i.test(error.message);
