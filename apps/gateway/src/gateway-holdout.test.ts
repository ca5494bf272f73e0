import { outputStyles, responseHeaders } from "@headgate/contract";
import { expect, test } from "vitest";
import { completion, open, request } from "./gateway-case.fixture.ts";
import { json } from "./open-gateway.fixture.ts";

const heldOutByHalves = {
  policies: [
    {
      name: "short",
      output: { style: "terse" as const },
      exact_cache: { when: "always" as const },
      holdout: { output: 0.5 },
    },
  ],
};

test("a held-out session's call passes byte for byte, is told so and says so in its row; others are treated", async () => {
  const { gateway, provider } = await open([json(200, completion)], heldOutByHalves);

  const arms = new Set<string>();
  for (let index = 0; index < 40; index += 1) {
    const body = JSON.stringify({ ...request, seed: index });
    const answer = await gateway.post("/v1/chat/completions", body, {
      "x-headgate-session": `session ${index}`,
    });
    const row = (await gateway.rowsWhen(index + 1)).at(-1);
    const [place] = row?.experiments ?? [];
    expect(place).toMatchObject({ experiment: "short/output", lever: "output", share: 0.5 });
    const levers = answer.headers.get(responseHeaders.levers);
    const sent = provider.received.at(-1)?.body.toString("utf8");
    if (place?.arm === "held_out") {
      expect(sent).toBe(body);
      expect(levers).toBe("output (held out)");
      expect(row?.savings).toEqual([]);
    } else {
      expect(sent).toContain(outputStyles.terse);
      expect(levers).toBe("output");
    }
    arms.add(place?.arm ?? "none");
  }
  expect([...arms].sort()).toEqual(["held_out", "treated"]);
});
