import { HeadgateError, type PlanExport, type Recommendation } from "@headgate/contract";

/** Tools by the names that a command line takes. */
const tools = {
  "aws-cli": "aws_cli",
  terraform: "terraform",
  cloudformation: "cloudformation",
  kubernetes: "kubernetes",
  "headgate-yaml": "headgate_yaml",
} as const satisfies Record<string, PlanExport["tool"]>;
export type ExportTool = keyof typeof tools;
export const exportTools = Object.keys(tools) as readonly ExportTool[];

/** @throws HeadgateError `command_invalid` for a tool that nothing is exported for */
export function readExportTool(text: string | undefined): ExportTool | undefined {
  if (text === undefined) return undefined;
  const plain = text.replaceAll("_", "-");
  const tool = exportTools.find((name) => name === plain);
  if (tool !== undefined) return tool;
  throw new HeadgateError(
    "command_invalid",
    `--export is one of ${exportTools.join(", ")}; not "${text}".`,
  );
}

export const nameOfTool = (tool: PlanExport["tool"]): ExportTool => {
  const found = exportTools.find((name) => tools[name] === tool);
  if (found === undefined) throw new TypeError(`no name for the tool ${tool}`);
  return found;
};

/** What a recommendation exports for a tool, and what is to be said beside it. */
export function exportsForTool(
  { plan, change }: Pick<Recommendation, "plan" | "change">,
  tool: ExportTool,
): Readonly<{ texts: readonly PlanExport[]; talked: readonly string[] }> {
  const all = plan === null ? [] : plan.exports;
  const texts = all.filter((one) => one.tool === tools[tool]);
  if (texts.length > 0) return { texts, talked: texts.flatMap(({ notes }) => notes) };
  const others = [...new Set(all.map((one) => nameOfTool(one.tool)))];
  const why =
    others.length > 0
      ? `There is nothing of it for ${tool}; there is for ${others.join(", ")}.`
      : change === null
        ? "Nothing of it can be put into practice by a tool: its steps say what a person does."
        : "It is a change of a policy: headgate recommendations apply writes it.";
  return { texts, talked: [why] };
}
