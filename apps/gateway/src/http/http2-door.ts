import { once } from "node:events";
import { Agent, type IncomingMessage, request as requestOverHttp1, type Server } from "node:http";
import {
  constants,
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { Logger } from "pino";

/** How every HTTP/2 connection begins that was not agreed on (RFC 9113 §3.3 and §3.4). */
const PREFACE = Buffer.from("PRI");

/** As long as the server waits for a request's head. */
const FIRST_BYTES_MS = 30_000;

/** Headers that HTTP/2 has no place for (RFC 9113 §8.2.2). */
const ofHttp1: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

export interface Http2Door {
  /** Takes no new streams and ends the connections when those under way have ended. */
  closeIdleConnections(): void;
  /** Resolves when each connection that is being ended has given its last answer. */
  answered(): Promise<void>;
  closeAllConnections(): void;
}

/**
 * Lets in clients that speak HTTP/2 from the first byte, on the same port: AWS's JavaScript client for
 * Bedrock does, even over plain `http:`. Each of their requests is passed on to the server itself over
 * HTTP/1.1, so that a call has one life whatever it came by; all others are not touched after their first
 * bytes.
 */
export function openHttp2Door(server: Server, log: Logger): Http2Door {
  const agent = new Agent({ keepAlive: true });
  const sessions = new Set<ServerHttp2Session>();
  const http2 = createServer();
  http2.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  http2.on("sessionError", (error) =>
    log.debug({ error: String(error) }, "an HTTP/2 session broke"),
  );
  http2.on("request", (request, response) => passOn(server, agent, request, response));

  const listeners = server.listeners("connection");
  server.removeAllListeners("connection");
  const silent = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    silent.add(socket);
    socket.once("close", () => silent.delete(socket));
    sniff(socket, (isHttp2) => {
      silent.delete(socket);
      if (isHttp2) {
        // A server of HTTP/1.1 keeps connections that the client has half closed; here it is gone then.
        socket.allowHalfOpen = false;
        http2.emit("connection", socket);
      } else for (const listener of listeners) listener.call(server, socket);
    });
  });
  const closeSilent = (): void => {
    for (const socket of silent) socket.destroy();
  };
  return {
    closeIdleConnections: () => {
      closeSilent();
      for (const session of sessions) session.close();
    },
    answered: async () => {
      const ended = [...sessions].map((session) => once(session, "close"));
      await Promise.allSettled(ended);
    },
    closeAllConnections: () => {
      closeSilent();
      for (const session of sessions) session.destroy();
      agent.destroy();
    },
  };
}

/** Looks at a connection's first bytes and puts them back; one that sends none is closed in time. */
function sniff(socket: Socket, tell: (isHttp2: boolean) => void): void {
  const giveUp = (): void => {
    socket.destroy();
  };
  const look = (): void => {
    const first: unknown = socket.read(PREFACE.length);
    if (!(first instanceof Buffer)) {
      // Too few bytes yet; when no more come, the socket closes by itself.
      socket.once("readable", look);
      return;
    }
    if (first.length < PREFACE.length) {
      // The client has ended; so little is no request.
      giveUp();
      return;
    }
    socket.off("error", giveUp);
    socket.off("timeout", giveUp);
    socket.off("end", giveUp);
    socket.setTimeout(0);
    socket.unshift(first);
    tell(first.equals(PREFACE));
  };
  socket.once("error", giveUp);
  socket.once("end", giveUp);
  socket.setTimeout(FIRST_BYTES_MS);
  socket.once("timeout", giveUp);
  look();
}

function passOn(
  server: Server,
  agent: Agent,
  request: Http2ServerRequest,
  response: Http2ServerResponse,
): void {
  const { address, port } = server.address() as AddressInfo;
  const inner = requestOverHttp1({
    agent,
    host: address === "::" || address === "0.0.0.0" ? "localhost" : address,
    port,
    method: request.method,
    path: request.url,
    headers: http1Headers(request),
  });
  inner.on("response", (answer: IncomingMessage) => {
    response.writeHead(answer.statusCode as number, http2Headers(answer));
    answer.on("error", () => response.stream.close(constants.NGHTTP2_INTERNAL_ERROR));
    answer.pipe(response);
  });
  inner.on("error", () => {
    if (!response.stream.destroyed) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  });
  response.on("close", () => inner.destroy());
  request.pipe(inner);
}

function http1Headers(request: Http2ServerRequest): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { host: request.authority };
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !name.startsWith(":")) headers[name] = value;
  }
  return headers;
}

function http2Headers(answer: IncomingMessage): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !ofHttp1.has(name)) headers[name] = value;
  }
  return headers;
}
