import type { Stack } from "../stack/start-stack.ts";

/** One call to the simulator through the gateway; waits for the whole answer and gives its status. */
export async function chat(
  stack: Stack,
  call: Readonly<{ model: string; callId: string; secret?: string; more?: object }>,
): Promise<number> {
  const { model, callId, secret = stack.secret, more } = call;
  const answer = await fetch(`${stack.url}/v1/chat/completions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${secret}`,
      "content-type": "application/json",
      "x-headgate-client-call-id": callId,
    },
    body: JSON.stringify({
      model,
      messages: [{ role: "user", content: "one two three" }],
      ...more,
    }),
  });
  await answer.arrayBuffer();
  return answer.status;
}
