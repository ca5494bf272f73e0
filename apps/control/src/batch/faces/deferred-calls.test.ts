import {
  ADMITTED_HEADER,
  type Admitted,
  deferredSchema,
  INTERNAL_DEFER_PATH,
  writeAdmitted,
} from "@headgate/contract";
import { expect, onTestFinished, test } from "vitest";
import { HOUR, openFace } from "./face.fixture.ts";

const CHEAP = "openai/gpt-4o-mini";
const route = { reference: "openai/gpt-4o", chosen: CHEAP, reason: "certified" } as const;

/** The request that a call with a deadline becomes, by what the gateway says of it. */
async function deferred(about: Partial<Admitted>, config: object = {}) {
  const face = await openFace(config);
  onTestFinished(() => face.close());
  const admitted = writeAdmitted({
    ...{ call_id: "call-1", key_id: "key-1", key_name: "tests", attribution: { team: "a" } },
    ...{ tags: {}, origin: "http://gateway.example", deadline_ms: face.clock.ms + 12 * HOUR },
    ...about,
  });
  const answer = await face.ask(`${INTERNAL_DEFER_PATH}?path=/v1/chat/completions`, {
    method: "POST",
    headers: { [ADMITTED_HEADER]: admitted, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: "Hello" }] }),
  });
  const { id } = deferredSchema.parse(await answer.json());
  return {
    item: await face.store.item(id, "key-1"),
    told: answer.headers.get("x-headgate-deferred"),
  };
}

test("a call waits for the model that was chosen for it, and remembers instead of which", async () => {
  const pool = '["routed","openai/gpt-4o"]';
  const { item } = await deferred({ route, pool, target: CHEAP });
  expect(item).toMatchObject({
    ...{ model: "gpt-4o", attribution: { team: "a" }, route, pool },
    target: { provider: "openai", model: "gpt-4o-mini" },
  });
  expect(item?.attribution).toEqual({ team: "a" });
});

test("a call stays in the arms of experiments that it fell into, also where no model was chosen for it", async () => {
  const experiments = [{ experiment: "a", arm: "held_out", share: 0.1 } as const];
  const { item } = await deferred({ experiments });
  expect(item).toMatchObject({ experiments, target: { model: "gpt-4o" } });
});

test("a call whose answer is looked at as it comes is asked in real time at once, and says why", async () => {
  const { item, told } = await deferred({ route, target: CHEAP, real_time: "answer_looked_at" });
  expect(item?.realTimeAtMs).toBe(item?.admittedAtMs);
  expect(told).toContain("real_time=answer_looked_at");
});

test("a chosen model that cannot be asked is not a fault of the call: it goes where its client sent it", async () => {
  const { item } = await deferred({ route, target: "gone/gpt-4o-mini" });
  expect(item).toMatchObject({ target: { provider: "openai", model: "gpt-4o" } });
  expect(item).not.toHaveProperty("route");
});
