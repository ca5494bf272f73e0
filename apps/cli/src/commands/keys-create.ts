import {
  attributionFields,
  attributionSchema,
  type CreatedKey,
  createKeyRequest,
  HeadgateError,
  tagsSchema,
} from "@headgate/contract";
import { type ArgsDef, defineCommand } from "citty";
import type { z } from "zod";
import { repeatedValues } from "../command-line/check-arguments.ts";
import { exitCodes } from "../command-line/command.ts";
import { readPair } from "../command-line/read-pair.ts";
import { print, printJson, talk } from "../command-line/terminal.ts";
import { keyArguments, withKeys } from "../management/key-arguments.ts";

const attributionArguments: ArgsDef = Object.fromEntries(
  attributionFields.map((field) => [
    field,
    {
      type: "string" as const,
      valueHint: "NAME",
      description: `The ${field} that calls with this key are for`,
    },
  ]),
);

/** `headgate keys create NAME` */
export const keysCreateCommand = defineCommand({
  meta: {
    name: "create",
    description: "Make a key. The key itself is shown this once and stored nowhere.",
  },
  args: {
    name: { type: "positional", required: true, description: "What to call it" },
    ...attributionArguments,
    tag: {
      type: "string",
      valueHint: "KEY=VALUE",
      description: "A tag for calls with this key; may stand several times",
    },
    ...keyArguments,
  },
  run: async ({ args, rawArgs }) => {
    const request = readRequest(args, rawArgs);
    const created = await withKeys(keyPlace(args), (keys) => keys.create(request));
    if (args.json === true) printJson(created);
    else render(created);
    return exitCodes.done;
  },
});

const text = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

const keyPlace = (args: Readonly<Record<string, unknown>>) => ({
  url: text(args.url),
  data: text(args.data),
});

function readRequest(args: Readonly<Record<string, unknown>>, rawArgs: readonly string[]) {
  const given = attributionFields.flatMap((field) => {
    const value = text(args[field]);
    return value === undefined ? [] : [[field, value] as const];
  });
  const tags = repeatedValues(rawArgs, "tag").map((pair) => readPair("--tag", pair));
  return {
    name: read("NAME", createKeyRequest.shape.name, args.name),
    attribution: read("the attribution", attributionSchema, Object.fromEntries(given)),
    tags: read("--tag", tagsSchema, Object.fromEntries(tags)),
  };
}

function read<S extends z.ZodType>(what: string, schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) =>
    [...issue.path.map(String), issue.message].join(": "),
  );
  throw new HeadgateError("command_invalid", `${what}: ${faults.join("; ")}.`);
}

function render({ key, secret }: CreatedKey): void {
  talk(`Key "${key.name}" (${key.id}) is made. It is shown this once; keep it safe:`);
  print(secret);
}
