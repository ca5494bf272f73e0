import {
  childEnvironment,
  configSchema,
  type HeadgateConfig,
  HeadgateError,
} from "@headgate/contract";
import { levels } from "pino";
import { z } from "zod";

/** What the supervisor hands to this process. */
export type ControlSettings = Readonly<{
  config: HeadgateConfig;
  dataDirectory: string;
  token: string;
  mode: "demo" | "live";
  /** 0 for any free port. */
  port: number;
  consoleDirectory: string | undefined;
  /** The file that the configuration comes from; undefined where it does not come from one. */
  configFile?: string | undefined;
}>;

type Environment = Readonly<Record<string, string | undefined>>;

const configText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The message of a JSON error quotes the text, and the text has secrets in it.
    if (!(error instanceof SyntaxError)) throw error;
    context.addIssue({ code: "custom", message: "is not JSON" });
    return z.NEVER;
  }
});

const settingsSchema = z.object({
  [childEnvironment.config]: configText.pipe(configSchema),
  [childEnvironment.data]: z.string().min(1),
  [childEnvironment.token]: z.string().min(16),
  [childEnvironment.mode]: z.enum(["demo", "live"]),
  [childEnvironment.controlUrl]: z.url({ protocol: /^http$/ }).optional(),
  [childEnvironment.consoleDirectory]: z.string().min(1).optional(),
  [childEnvironment.configFile]: z.string().min(1).optional(),
});

/** @throws HeadgateError `config_invalid` that names every variable that is missing or wrong */
export function readControlSettings(environment: Environment): ControlSettings {
  const result = settingsSchema.safeParse(environment);
  if (!result.success) {
    const faults = result.error.issues.map(
      (issue) => `\n  ${issue.path.map(String).join(".")}: ${issue.message}`,
    );
    throw new HeadgateError("config_invalid", faults.join(""), { faults: faults.length });
  }
  const settings = result.data;
  const controlUrl = settings[childEnvironment.controlUrl];
  return {
    config: settings[childEnvironment.config],
    dataDirectory: settings[childEnvironment.data],
    token: settings[childEnvironment.token],
    mode: settings[childEnvironment.mode],
    port: controlUrl === undefined ? 0 : Number(new URL(controlUrl).port || 80),
    consoleDirectory: settings[childEnvironment.consoleDirectory],
    configFile: settings[childEnvironment.configFile],
  };
}

/** @throws HeadgateError `config_invalid` when `HEADGATE_LOG_LEVEL` is no level */
export function readLogLevel(environment: Environment): string {
  const level = environment.HEADGATE_LOG_LEVEL || "info";
  const known = [...Object.keys(levels.values), "silent"];
  if (known.includes(level)) return level;
  throw new HeadgateError("config_invalid", `HEADGATE_LOG_LEVEL: one of ${known.join(", ")}`);
}
