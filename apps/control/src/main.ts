import {
  type ChildMessage,
  configMessageSchema,
  type ErrorCode,
  HeadgateError,
} from "@headgate/contract";
import { destination, type Logger, pino } from "pino";
import { readControlSettings, readLogLevel } from "./control-environment.ts";
import { type RunningControl, startControl } from "./start-control.ts";
import { STOP_WITHIN_MS } from "./stop-times.ts";

/** The executable of the control process: environment in, IPC messages and an exit code out. */

const createLog = (level: string): Logger =>
  pino({ level, name: "control" }, destination({ dest: 2, sync: true }));

/** Tells the supervisor, where there is one; resolves when the message is on its way. */
const tell = (message: ChildMessage): Promise<void> =>
  new Promise((resolve, reject) => {
    if (process.send === undefined) resolve();
    else process.send(message, (error: Error | null) => (error ? reject(error) : resolve()));
  });

async function fail(log: Logger, error: unknown): Promise<never> {
  log.fatal({ err: error, code: codeOf(error) }, "control cannot run");
  return leave(log, error);
}

const codeOf = (error: unknown): ErrorCode =>
  error instanceof HeadgateError ? error.code : "internal";

/** Ends the process with 1, and tells the supervisor why. */
async function leave(log: Logger, error: unknown): Promise<never> {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  try {
    await tell({ kind: "failed", code, message });
  } catch (unheard) {
    log.error({ err: unheard }, "the supervisor is gone");
  }
  process.exit(1);
}

function stopWhenTold(control: RunningControl, log: Logger, limitMs: number): void {
  let stopping = false;
  const stop = async (reason: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, "stopping");
    // The spool keeps what was not loaded in time: the next start loads it.
    setTimeout(() => {
      log.error({ limit_ms: limitMs }, "did not stop in time");
      process.exit(1);
    }, limitMs).unref();
    try {
      await control.stop();
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, "stopped with a failure");
      process.exit(1);
    }
  };
  process.on("SIGTERM", () => void stop("SIGTERM"));
  process.on("SIGINT", () => void stop("SIGINT"));
  process.on("disconnect", () => void stop("the supervisor is gone"));
}

function takeChangedConfig(control: RunningControl, log: Logger): void {
  process.on("message", (message) => {
    const result = configMessageSchema.safeParse(message);
    if (result.success) control.reconfigure(result.data.config);
    else log.warn("the supervisor sent a message that is not understood");
  });
}

let log = createLog("info");
try {
  log = createLog(readLogLevel(process.env));
  const settings = readControlSettings(process.env);
  const control = await startControl({ settings, log });
  // The supervisor starts another, which opens the ledger anew; what was not loaded is in the spool.
  void control.failed.then((error) => leave(log, error));
  stopWhenTold(control, log, STOP_WITHIN_MS);
  takeChangedConfig(control, log);
  log.info({ url: control.url, data: settings.dataDirectory }, "listening");
  await tell({ kind: "listening", url: control.url });
} catch (error) {
  await fail(log, error);
}
