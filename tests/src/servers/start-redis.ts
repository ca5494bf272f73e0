import { connect } from "node:net";
import { onFreePorts } from "./free-port.ts";
import {
  isInstalled,
  type NoServer,
  newServerFolder,
  orReason,
  startServer,
  type TestServer,
} from "./test-server.ts";

const PROGRAMS = ["valkey-server", "redis-server"];

/**
 * Starts Valkey or, where that is missing, Redis, from Debian's packages. Each write is on its disk before it is
 * answered, so that a killed server comes back with all that it promised.
 */
export const startRedis = (settings: readonly string[] = []): Promise<TestServer | NoServer> =>
  orReason("Valkey or Redis", () => start(settings));

async function start(settings: readonly string[]): Promise<TestServer | NoServer> {
  const command = PROGRAMS.find(isInstalled);
  if (command === undefined) {
    return {
      reason: "neither valkey-server nor redis-server is installed (apt-get install redis-server)",
    };
  }
  return onFreePorts(1, ([port = Number.NaN]) => startOn(port, command, settings));
}

function startOn(port: number, command: string, settings: readonly string[]): Promise<TestServer> {
  const folder = newServerFolder("redis");
  return startServer({
    program: {
      name: command,
      command,
      arguments: [
        ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
        ...["--appendonly", "yes", "--appendfsync", "always"],
        ...settings,
      ],
    },
    url: `redis://127.0.0.1:${port}`,
    folder,
    answers: () => pings(port),
  });
}

/** Whether it says `+PONG`: while it reads its log back it says `-LOADING`. */
const pings = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("data", (data) => end(data.toString("latin1").startsWith("+PONG")));
    socket.once("error", () => end(false));
    socket.setTimeout(1000, () => end(false));
  });
