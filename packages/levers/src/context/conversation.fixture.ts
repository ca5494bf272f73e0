import fc from "fast-check";
import type { ContextMessage } from "./conversation.ts";

const size = fc.integer({ min: 1, max: 5_000 });

/** An answer, and the results of the tools that it called. */
const step = fc
  .record({
    said: size,
    results: fc.array(fc.record({ tokens: size, clearable: fc.boolean() }), { maxLength: 3 }),
  })
  .map(({ said, results }) => ({ said, results }));

const exchange = fc.record({ asked: size, steps: fc.array(step, { minLength: 1, maxLength: 8 }) });

/** Conversations as clients send them: the last word is the user's or a tool's. */
export const anyConversation: fc.Arbitrary<readonly ContextMessage[]> = fc
  .record({
    system: fc.boolean(),
    exchanges: fc.array(exchange, { minLength: 1, maxLength: 6 }),
    question: size,
    togetherInOne: fc.boolean(),
  })
  .map(({ system, exchanges, question, togetherInOne }) => {
    const messages: ContextMessage[] = [];
    if (system) messages.push({ role: "system", tokens: 50, toolCalls: [], toolResults: [] });
    let calls = 0;
    for (const { asked, steps } of exchanges) {
      messages.push({ role: "user", tokens: asked, toolCalls: [], toolResults: [] });
      for (const { said, results } of steps) {
        const answered = results.map((result) => ({ ...result, callId: `c${calls++}` }));
        const toolCalls = answered.map(({ callId }) => callId);
        messages.push({ role: "assistant", tokens: said, toolCalls, toolResults: [] });
        const groups = togetherInOne ? [answered] : answered.map((one) => [one]);
        for (const group of groups.filter(({ length }) => length > 0)) {
          messages.push({
            role: togetherInOne ? "user" : "tool",
            tokens: group.reduce((sum, { tokens }) => sum + tokens, 0),
            toolCalls: [],
            toolResults: group,
          });
        }
      }
    }
    messages.push({ role: "user", tokens: question, toolCalls: [], toolResults: [] });
    return messages;
  });
