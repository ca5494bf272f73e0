import { execFile } from "node:child_process";
import {
  dialTurnedSchema,
  type FeedbackAnswer,
  feedbackAnswerSchema,
  type RoutingReport,
  routingReportSchema,
} from "@headgate/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { executables } from "./stack/child.ts";
import { type Stack, startStack } from "./stack/start-stack.ts";

let stack: Stack;
beforeAll(async () => {
  const route = { mode: "shadow" as const, pool: ["openai/gpt-4o-mini"], shadow_share: 0 };
  stack = await startStack({ config: { policies: [{ name: "support", match: {}, route }] } });
});
afterAll(async () => {
  await stack.stop();
});

/** @returns the id of a call that a model was chosen for */
async function ask(): Promise<string> {
  const answer = await fetch(`${stack.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.secret}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Which queue?" }],
    }),
  });
  expect(answer.status).toBe(200);
  await answer.text();
  return answer.headers.get("x-headgate-call-id") ?? "";
}
const post = (path: string, body: object): Promise<Response> =>
  fetch(`${stack.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const give = async (body: object): Promise<FeedbackAnswer> =>
  feedbackAnswerSchema.parse(await (await post("/api/feedback", body)).json());
const report = async (): Promise<RoutingReport> =>
  routingReportSchema.parse(await stack.api("/api/routing"));

const headgate = (...words: readonly string[]) =>
  new Promise<Readonly<{ code: unknown; said: string }>>((resolve) => {
    const asked = [executables.cli, "routing", ...words, "--url", stack.url];
    execFile(process.execPath, asked, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, said: `${stdout}${stderr}` }),
    );
  });

test("an administrator speaks of any key's call, once, and that is kept and counted", async () => {
  const callId = await ask();

  expect(await give({ call_id: callId, rating: "down" })).toEqual({
    ...{ call_id: callId, outcome: "learned", message: "It is learned from." },
  });
  expect((await give({ call_id: callId, quality: 1 })).outcome).toBe("given_before");
  expect((await give({ call_id: "call_none", rating: "up" })).outcome).toBe("unknown_call");
  expect((await post("/api/feedback", { call_id: callId })).status).toBe(400);

  const { feedback, labels } = await report();
  expect(feedback).toMatchObject({ kept: 1, keys: 1, by_key: [{ calls: 1, mean_quality: 0 }] });
  expect(labels).toMatchObject({ feedback: 1, feedback_refused: 2 });
});

test("the command line says it too, and ends with a finding where nothing is learned from it", async () => {
  const callId = await ask();
  const before = (await report()).feedback.kept;

  expect(await headgate("feedback", callId, "up")).toEqual({
    code: 0,
    said: "It is learned from.\n",
  });
  const again = await headgate("feedback", callId, "0.5");
  expect(again).toMatchObject({ code: 1, said: expect.stringContaining("given before") });
  const wrong = await headgate("feedback", callId, "good");
  expect(wrong).toMatchObject({ code: 2, said: expect.stringContaining("expected up, down") });
  expect((await report()).feedback.kept).toBe(before + 1);
});

test("a dial that is turned holds at once, is given back, and is refused for no policy and between notches", async () => {
  await ask();
  const turn = (policy: string, quality: number | null) =>
    post("/api/routing/dial", { policy, quality });
  const quality = async () => (await report()).pools[0]?.quality;

  expect(dialTurnedSchema.parse(await (await turn("support", 0.9)).json())).toEqual({
    ...{ policy: "support", quality: 0.9 },
  });
  expect(await quality()).toBe(0.9);
  const nobody = await turn("nobody", 0.9);
  expect(nobody.status).toBe(404);
  expect(await nobody.text()).toContain('There is no policy \\"nobody\\"');
  expect((await turn("support", 0.93)).status).toBe(400);
  expect(await quality()).toBe(0.9);

  expect((await headgate("dial", "support", "0.8")).code).toBe(0);
  expect(await quality()).toBe(0.8);
  expect((await headgate("dial", "support", "configured")).code).toBe(0);
  expect(await quality()).toBe(0.95);
});
