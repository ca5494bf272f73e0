import { connect } from "node:net";
import type { TestServer } from "../servers/index.ts";

/** Gives a server one command as a person would, and returns its first answer as it came. */
export const serverCommand = (server: TestServer, line: string): Promise<string> =>
  serverCommandAt(Number(new URL(server.url).port), line);

export const serverCommandAt = (port: number, line: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`${line}\r\n`));
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data.toString("latin1"));
    });
    socket.once("error", reject);
  });
