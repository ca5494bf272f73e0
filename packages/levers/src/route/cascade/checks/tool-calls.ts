import type { AskedForm } from "@headgate/providers";
import type { Check } from "../checked-answer.ts";
import type { SchemaValidators } from "../schema-validators.ts";

/** A tool is called that was not offered, with arguments that are not what its schema asks for, or none though one must be. */
export const toolCallsCheck =
  (validators: SchemaValidators): Check =>
  ({ asked, answer }) => {
    const { toolCalls } = answer;
    if (toolCalls.length === 0) return asked?.mustCall === true ? 1 : undefined;
    if (asked === undefined) return undefined;
    const isWrong = toolCalls.some((call) => isWrongCall(asked, call, validators));
    return isWrong ? 1 : 0;
  };

function isWrongCall(
  { tools, toolsAreAll }: AskedForm,
  { name, inputText }: Readonly<{ name: string; inputText: string }>,
  validators: SchemaValidators,
): boolean {
  const tool = tools.find((offered) => offered.name === name);
  if (tool === undefined) return toolsAreAll;
  const input = inputOf(inputText);
  if (input === undefined) return true;
  return tool.schema !== undefined && validators.holds(tool.schema, input.value) === false;
}

/** A call without arguments may say nothing at all. */
function inputOf(text: string): Readonly<{ value: unknown }> | undefined {
  try {
    return { value: text.trim() === "" ? {} : JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
