import { counted, type DoctorCheck, type DoctorResult } from "@headgate/contract";
import { defineCommand } from "citty";
import {
  dataArgument,
  type ExitCode,
  exitCodes,
  jsonArgument,
  urlArgument,
} from "../command-line/command.ts";
import { colors, print, printJson } from "../command-line/terminal.ts";
import { examine } from "../doctor/examine.ts";

/** `headgate doctor` */
export const doctorCommand = defineCommand({
  meta: {
    name: "doctor",
    description:
      "Look for what is wrong and say how to mend it. Examines Node, configuration, data directory, disk, port, gateway, control, loader, providers and unpriced calls. Ends with 1 when there is a finding.",
  },
  args: {
    config: {
      type: "string",
      valueHint: "FILE",
      description: "Configuration file; ./headgate.yaml unless said",
    },
    ...dataArgument,
    ...urlArgument,
    ...jsonArgument,
  },
  run: async ({ args }): Promise<ExitCode> => {
    const checks = await examine({
      config: args.config,
      data: args.data,
      url: args.url,
      environment: process.env,
      workingDirectory: process.cwd(),
    });
    const findings = checks.filter((check) => check.state === "finding").length;
    const result: DoctorResult = { findings, checks };
    if (args.json) printJson(result);
    else print(renderDoctor(result));
    return findings === 0 ? exitCodes.done : exitCodes.finding;
  },
});

const marks = {
  ok: colors.green("ok     "),
  finding: colors.red("finding"),
  skipped: colors.dim("skipped"),
} as const satisfies Record<DoctorCheck["state"], string>;

/** One line a check, and under a finding what to do. */
export function renderDoctor({ findings, checks }: DoctorResult): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return [
    ...checks.flatMap(({ name, state, message, mend }) => [
      `${marks[state]}  ${name.padEnd(width)}  ${message}`,
      ...(mend === undefined ? [] : [`${" ".repeat(width + 11)}→ ${mend}`]),
    ]),
    "",
    findings === 0 ? "No findings." : `${counted(findings, "finding")}.`,
  ].join("\n");
}
