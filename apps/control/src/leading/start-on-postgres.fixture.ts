import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema, INTERNAL_TOKEN_HEADER, statusSchema } from "@headgate/contract";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { FORWARDED_HOST_HEADER } from "../http/request-guard.ts";
import { type RunningControl, startControl } from "../start-control.ts";

const TOKEN = "the-token-of-this-run";

export const newSchema = (): string =>
  `control_${process.pid}_${Math.random().toString(36).slice(2)}`;

/** A control process of its own data directory, whose state lies in PostgreSQL, until the test is over. */
export async function startOnPostgres(place: Readonly<{ url: string; schema: string }>) {
  const configOf = (others: object = {}) =>
    configSchema.parse({ stores: { state: { kind: "postgres", ...place } }, ...others });
  const folder = await mkdtemp(join(tmpdir(), "headgate-control-"));
  const control: RunningControl = await startControl({
    settings: {
      config: configOf(),
      dataDirectory: folder,
      token: TOKEN,
      mode: "live",
      port: 0,
      consoleDirectory: undefined,
    },
    log: pino({ level: "silent" }),
  });
  onTestFinished(async () => {
    await control.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const ask = (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set(INTERNAL_TOKEN_HEADER, TOKEN);
    headers.set(FORWARDED_HOST_HEADER, "localhost:4100");
    return fetch(`${control.url}${path}`, { ...init, headers });
  };
  return {
    folder,
    ask,
    stop: () => control.stop(),
    /** Takes a changed configuration, as the supervisor hands one on. */
    reconfigure: (changed: object) => control.reconfigure(configOf(changed)),
    /** How many processes there are, and whether this one leads. */
    leaders: async () => {
      const { control_processes: processes = [] } = statusSchema.parse(
        await (await ask("/api/status")).json(),
      );
      return {
        count: processes.length,
        this: processes.some(({ is_this, leads }) => is_this && leads),
      };
    },
  };
}
