import { HeadgateError } from "@headgate/contract";
import { defineCommand } from "citty";
import { talk } from "../command-line/terminal.ts";
import { runDemo } from "../demo/run-demo.ts";
import { dataDirectoryPath } from "../management/data-directory.ts";
import { runHeadgate } from "../supervisor/run-headgate.ts";
import { readListenFlags, startArguments } from "../supervisor/start-arguments.ts";
import { type ConfigSource, findConfigSource, readConfig } from "../supervisor/start-plan.ts";
import { fileState } from "../supervisor/watch-config.ts";

/** `headgate start` */
export const startCommand = defineCommand({
  meta: {
    name: "start",
    description:
      "Run Headgate with its gateway, control process and console. Takes headgate.yaml here, else provider keys in the environment (OPENAI_API_KEY, ANTHROPIC_API_KEY), else runs the demo. Changes to the file take effect at once.",
  },
  args: {
    config: {
      type: "string",
      valueHint: "FILE",
      description: "Configuration file; ./headgate.yaml unless said",
    },
    ...startArguments,
  },
  run: async ({ args }) => {
    const flags = readListenFlags(args);
    const source = findConfigSource(args.config, process.env, process.cwd());
    const since = source.kind === "file" ? fileState(source.path) : undefined;
    const read = () => readConfig(source, process.env, flags);
    const config = await read();
    const display = { json: args.json === true, verbose: args.verbose === true };
    if (config === undefined) {
      talk("No headgate.yaml here and no provider keys in the environment: running the demo.");
      return runDemo({ flags, data: args.data, ...display });
    }
    if (Object.keys(config.providers).length === 0) {
      throw new HeadgateError(
        "config_invalid",
        `${describe(source)}: providers: none is configured.`,
      );
    }
    return runHeadgate({
      mode: "live",
      dataDirectory: dataDirectoryPath(args.data, process.env),
      configSource: describe(source),
      listen: config.listen,
      ...display,
      prepare: async () => ({ config }),
      ...(source.kind === "file"
        ? { reload: { path: source.path, since, read: async () => (await read()) ?? config } }
        : {}),
    });
  },
});

const describe = (source: ConfigSource): string =>
  source.kind === "file" ? source.path : source.kind;
