import { expect, test } from "vitest";
import { openFace } from "./face.fixture.ts";

test("where the operator wants a known price, a line without one is a line of the error file", async () => {
  const face = await openFace({ unknown_price: { policy: "refuse" } });
  const made = await face.openaiBatchOf(
    { custom_id: "priced", model: "gpt-5-mini" },
    { custom_id: "unpriced", model: "a-model-of-nobody" },
  );
  await face.tick();

  expect(await face.json(`/v1/batches/${made.id}`)).toMatchObject({
    request_counts: { total: 2, failed: 1 },
  });
  const filter = { keyId: "key-1", clientBatchId: made.id };
  const items = await face.store.items(filter, { limit: 5 });
  expect(items.map(({ customId }) => customId)).toEqual(["priced"]);
  await face.close();
});

test("a name of the operator's goes to the first target whose price is known, as in real time", async () => {
  const face = await openFace({
    unknown_price: { policy: "refuse" },
    models: { own: ["openai/a-model-of-nobody", "openai/gpt-5-mini"] },
  });
  const made = await face.openaiBatchOf({ custom_id: "one", model: "own" });
  await face.tick();

  const filter = { keyId: "key-1", clientBatchId: made.id };
  expect(await face.store.items(filter, { limit: 5 })).toMatchObject([
    { target: { provider: "openai", model: "gpt-5-mini" } },
  ]);
  await face.close();
});
