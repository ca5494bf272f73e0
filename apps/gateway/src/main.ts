// First of all: it holds for what is compiled after it.
import "./heap-settings.ts";
import {
  childEnvironment,
  configMessageSchema,
  configSchema,
  type HeadgateConfig,
  HeadgateError,
} from "@headgate/contract";
import { pino } from "pino";
import { startGateway } from "./start-gateway.ts";
import { tellSupervisor } from "./tell-supervisor.ts";

const log = pino(
  { name: "gateway", level: process.env.HEADGATE_LOG_LEVEL ?? "info" },
  pino.destination({ dest: 2, sync: true }),
);

const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`the gateway is started by headgate: ${name} is missing`);
  return value;
};

/** What is wrong with a text that holds secrets is told without quoting it. */
const configFrom = (text: string): HeadgateConfig => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new HeadgateError("config_invalid", `${childEnvironment.config} is not JSON.`);
  }
  const parsed = configSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
  throw new HeadgateError("config_invalid", `${childEnvironment.config}: ${places}.`);
};

try {
  const controlUrl = process.env[childEnvironment.controlUrl];
  const gateway = await startGateway({
    config: configFrom(required(childEnvironment.config)),
    data: required(childEnvironment.data),
    ...(controlUrl === undefined
      ? {}
      : { control: { url: controlUrl, token: required(childEnvironment.token) } }),
    log,
  });
  tellSupervisor({ kind: "listening", url: gateway.url });

  let closing = false;
  const close = (why: string): void => {
    if (closing) return;
    closing = true;
    log.info({ why }, "draining");
    gateway.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ error: String(error) }, "the gateway did not close cleanly");
        process.exit(1);
      },
    );
  };
  process.on("message", (message) => {
    const parsed = configMessageSchema.safeParse(message);
    if (!parsed.success) {
      log.error({ reason: parsed.error.message }, "a message of the supervisor was not understood");
      return;
    }
    gateway.reconfigure(parsed.data.config);
    log.info("took on the changed configuration");
  });
  process.on("SIGTERM", () => close("SIGTERM"));
  process.on("SIGINT", () => close("SIGINT"));
  process.on("disconnect", () => close("the supervisor is gone"));
} catch (error) {
  const code = error instanceof HeadgateError ? error.code : "internal";
  const message = error instanceof Error ? error.message : String(error);
  log.fatal({ code, message }, "the gateway cannot start");
  tellSupervisor({ kind: "failed", code, message });
  process.exitCode = 1;
  process.disconnect?.();
}
