import { parseArgs } from "node:util";
import { type ChildMessage, HeadgateError } from "@headgate/contract";
import { companyUsage, runCompany } from "./company/command.ts";
import { type Simulator, startSimulator } from "./start-simulator.ts";

const usage = `node main.js [--port N] [--host ADDRESS] [--seed N] [--latency-ms N]
             [--token-interval-ms N] [--requests-per-minute N] [--batches JSON]
${companyUsage}`;

/** Tells the supervisor, or whoever reads the terminal. */
function tell(message: ChildMessage): void {
  if (process.send !== undefined) process.send(message);
  else if (message.kind === "listening") console.log(`simulator listening on ${message.url}`);
  else console.error(message.message);
}

async function run(): Promise<Simulator> {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      host: { type: "string" },
      seed: { type: "string" },
      "latency-ms": { type: "string" },
      "token-interval-ms": { type: "string" },
      "requests-per-minute": { type: "string" },
      batches: { type: "string" },
    },
  });
  const medianMs = numberFrom(values["latency-ms"]);
  const tokenIntervalMs = numberFrom(values["token-interval-ms"]);
  const requestsPerMinute = numberFrom(values["requests-per-minute"]);
  return startSimulator({
    port: numberFrom(values.port),
    host: values.host,
    seed: numberFrom(values.seed),
    latency: { medianMs, tokenIntervalMs },
    requestsPerMinute,
    ...(values.batches !== undefined && { batches: JSON.parse(values.batches) }),
  });
}

function numberFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new TypeError(`expected a number, got ${text}\n${usage}`);
}

/** The failure of a start in the words of the catalogue. */
function failure(error: unknown): HeadgateError {
  const message = error instanceof Error ? error.message : String(error);
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  return new HeadgateError(taken ? "port_taken" : "config_invalid", message);
}

/** Exits with 2 when the arguments do not do. */
async function company(args: readonly string[]): Promise<void> {
  try {
    console.log(await runCompany(args));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = error instanceof TypeError || error instanceof RangeError ? 2 : 1;
  }
}

async function serve(): Promise<void> {
  const simulator = await run();
  const stop = (): void => {
    simulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  process.once("disconnect", stop);
  tell({ kind: "listening", url: simulator.url });
}

try {
  const [command, ...args] = process.argv.slice(2);
  if (command === "company") await company(args);
  else await serve();
} catch (error) {
  const { code, message } = failure(error);
  tell({ kind: "failed", code, message });
  process.exitCode = 1;
  if (process.connected) process.disconnect();
}
