import { inputTokens, outputTokens, type Usage } from "@headgate/contract";

/** All tokens of a call, in and out; `undefined` when none are known. */
export function totalTokens(usage: Usage): number | undefined {
  const input = inputTokens(usage);
  const output = outputTokens(usage);
  if (input === undefined) return output;
  return output === undefined ? input : input + output;
}
