import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { z } from "zod";

const asked = z.object({
  model: z.string(),
  messages: z.array(z.object({ content: z.string() })).min(1),
});

/** Of so many answers of the cheaper model one is another than the dearer's. */
const ONE_IN = 50;

/**
 * A provider of constructed answers: each is one word, the same for every model, but for one in fifty of the cheaper
 * model's.
 */
export async function startAlikeProvider(
  cheaper: string,
): Promise<Readonly<{ url: string; close: () => Promise<void> }>> {
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const { model, messages } = asked.parse(await json(request));
      const number = Number(/\d+/.exec(messages.at(-1)?.content ?? "")?.[0]);
      const isOther = model === cheaper && number % ONE_IN === 0;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        JSON.stringify({
          id: "alike",
          object: "chat.completion",
          model,
          choices: [
            {
              index: 0,
              finish_reason: "stop",
              message: { role: "assistant", content: isOther ? "billing" : "hardware" },
            },
          ],
          usage: { prompt_tokens: 20, completion_tokens: 1, total_tokens: 21 },
        }),
      );
    };
    answer().catch((error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
