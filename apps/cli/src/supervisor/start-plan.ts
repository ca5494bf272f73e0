import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { isIPv4 } from "node:net";
import { resolve } from "node:path";
import {
  configFromEnvironment,
  configSchema,
  type HeadgateConfig,
  HeadgateError,
  parseConfig,
  withEnvironmentOverrides,
} from "@headgate/contract";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a configuration comes from. */
export type ConfigSource =
  | Readonly<{ kind: "file"; path: string }>
  | Readonly<{ kind: "environment" }>
  | Readonly<{ kind: "demo" }>;

/** What the command line says about where to listen; it wins over the environment and the file. */
export type ListenFlags = Readonly<{ host?: string | undefined; port?: number | undefined }>;

const DEFAULT_FILE = "headgate.yaml";

/** `--config`, else `./headgate.yaml`, else provider keys in the environment, else the demo. */
export function findConfigSource(
  given: string | undefined,
  environment: Environment,
  workingDirectory: string,
): ConfigSource {
  if (given !== undefined) return { kind: "file", path: resolve(workingDirectory, given) };
  const usual = resolve(workingDirectory, DEFAULT_FILE);
  if (existsSync(usual)) return { kind: "file", path: usual };
  return configFromEnvironment(environment) === undefined
    ? { kind: "demo" }
    : { kind: "environment" };
}

/**
 * Reads the configuration of a source, with the overrides of environment and command line.
 * @returns `undefined` for the demo, whose configuration is made where it is run
 * @throws HeadgateError `config_invalid`
 */
export async function readConfig(
  source: ConfigSource,
  environment: Environment,
  flags: ListenFlags,
): Promise<HeadgateConfig | undefined> {
  if (source.kind === "demo") return undefined;
  const config =
    source.kind === "file"
      ? parseConfig(await readConfigFile(source.path), environment, source.path)
      : configFromEnvironment(environment);
  return config === undefined ? undefined : withOverrides(config, environment, flags);
}

/**
 * Applies the environment's and the command line's overrides.
 * @throws HeadgateError `config_invalid` when `HEADGATE_PORT` is no port, or the host can be reached from
 *   outside and there is no admin key
 */
export function withOverrides(
  config: HeadgateConfig,
  environment: Environment,
  flags: ListenFlags,
): HeadgateConfig {
  const port = environment.HEADGATE_PORT;
  if (port && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) {
    throw new HeadgateError("config_invalid", `HEADGATE_PORT: "${port}" is not a port.`);
  }
  const adminKey = config.admin_key ?? (environment.HEADGATE_ADMIN_KEY || undefined);
  const { listen, ...rest } = withEnvironmentOverrides(config, environment);
  const result = configSchema.safeParse({
    ...rest,
    ...(adminKey === undefined ? {} : { admin_key: adminKey }),
    listen: { host: flags.host ?? listen.host, port: flags.port ?? listen.port },
  });
  if (!result.success) {
    const faults = result.error.issues.map(
      (issue) => `\n  ${issue.path.map(String).join(".")}: ${issue.message}`,
    );
    throw new HeadgateError("config_invalid", faults.join(""));
  }
  if (!isLoopback(result.data.listen.host) && result.data.admin_key === undefined) {
    throw new HeadgateError(
      "config_invalid",
      `listen.host ${result.data.listen.host} can be reached from other machines, so the console and the management API need an admin_key of at least 16 characters (or HEADGATE_ADMIN_KEY).`,
    );
  }
  return result.data;
}

async function readConfigFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new HeadgateError("config_invalid", `${path}: ${reason}.`, {}, { cause: error });
  }
}

/** Whether only this machine can reach the host. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}
