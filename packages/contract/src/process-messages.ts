import { z } from "zod";
import { configSchema } from "./config/schema.ts";

/** What a child process tells its supervisor over Node's IPC channel. */
export const childMessageSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("listening"), url: z.url() }),
  z.strictObject({ kind: z.literal("failed"), code: z.string(), message: z.string() }),
]);
export type ChildMessage = z.infer<typeof childMessageSchema>;

/** What the supervisor tells a running child: the configuration file has changed and is valid. */
export const configMessageSchema = z.strictObject({
  kind: z.literal("config"),
  config: configSchema,
});
export type ConfigMessage = z.infer<typeof configMessageSchema>;

/** Environment variables that the supervisor hands to its children. */
export const childEnvironment = {
  /** The parsed configuration as JSON, defaults filled in. */
  config: "HEADGATE_CHILD_CONFIG",
  /** The absolute data directory. */
  data: "HEADGATE_CHILD_DATA",
  /** Where control listens; given to the gateway so that one port serves all. */
  controlUrl: "HEADGATE_CHILD_CONTROL_URL",
  /** A secret of this run: control answers only requests that carry it in {@link INTERNAL_TOKEN_HEADER}. */
  token: "HEADGATE_CHILD_TOKEN",
  /** `demo` or `live`. */
  mode: "HEADGATE_CHILD_MODE",
  /** The file that the configuration comes from; absent where it does not come from one. */
  configFile: "HEADGATE_CHILD_CONFIG_FILE",
  /** The folder with the built console. */
  consoleDirectory: "HEADGATE_CHILD_CONSOLE",
} as const;

/**
 * glibc gives each thread an arena of its own and hands little back; with one arena the gateway holds less
 * resident memory (185 MB at most instead of 262 MB in one pair of runs on 2026-11-23). Elsewhere it is
 * without effect.
 */
export const allocatorEnvironment = { MALLOC_ARENA_MAX: "1" } as const;

/**
 * The same for control, whose DuckDB allocates in several threads: 762 MB at most instead of 816 while two million rows were
 * summed up, and as fast (one run each on 2026-11-29).
 */
export const controlAllocatorEnvironment = { MALLOC_ARENA_MAX: "2" } as const;

/** In which the gateway tells control the address that a request came from; stripped from what clients send. */
export const CLIENT_ADDRESS_HEADER = "x-headgate-client-address";

/**
 * What Node is started with for the gateway: V8's new space is half as large as it would let it grow to, so that it
 * holds less memory at its highest (`decisions/0028-no-object-of-a-call-is-old.md`). V8 reads this size once, before
 * any code runs, so it cannot be set inside.
 */
export const gatewayNodeOptions = ["--max-semi-space-size=8"] as const;

/** Carries the secret of the run between gateway and control; stripped from what clients send. */
export const INTERNAL_TOKEN_HEADER = "x-headgate-internal-token";

/** Where the gateway that passes a request on to control can itself be asked, with the token of the run. */
export const GATEWAY_URL_HEADER = "x-headgate-gateway-url";

/** What the gateway answers of its cache to control alone: GET, GET `/CALL_ID`, POST `/purge`. */
export const INTERNAL_CACHE_PATH = "/internal/cache";

/** What the gateway answers of texts that passes shortened to control alone: GET `/CALL_ID`. */
export const INTERNAL_PROMPTS_PATH = "/internal/prompts/";

/** What the gateway answers of routing to control alone: GET, GET `/troubles`, POST `/dial`, POST `/feedback`, POST `/served`. */
export const INTERNAL_ROUTING_PATH = "/internal/routing";

/** Where an application says what it thought of an answer, with the key that the call was made with. */
export const FEEDBACK_PATH = "/v1/headgate/feedback";
