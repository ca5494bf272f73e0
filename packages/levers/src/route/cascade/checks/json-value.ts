import type { CheckedAnswer } from "../checked-answer.ts";

/** The JSON value that an answer is, alone or in one fence; undefined where it is none. */
export function jsonValueOf({ answer }: CheckedAnswer): Readonly<{ value: unknown }> | undefined {
  const text = answer.text.trim();
  const fenced = /^```(?:json)?\s*\n([\s\S]*)\n```$/.exec(text);
  try {
    return { value: JSON.parse(fenced?.[1] ?? text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** An answer that calls a tool has no JSON to give, whatever form was asked for. */
export const owesJson = ({ asked, answer }: CheckedAnswer): boolean =>
  asked?.json === true && answer.toolCalls.length === 0;
