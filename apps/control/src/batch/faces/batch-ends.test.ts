import { expect, test } from "vitest";
import { DAY, HOUR, openFace } from "./face.fixture.ts";

test("a batch of OpenAI's that was not answered within its window has expired, and each request says so", async () => {
  const face = await openFace();
  const made = await face.openaiBatch("one", "two");
  await face.tick();
  expect(await face.json(`/v1/batches/${made.id}`)).toMatchObject({ status: "in_progress" });

  face.clock.ms += 25 * HOUR;
  await face.tick();

  const ended = await face.json(`/v1/batches/${made.id}`);
  expect(ended).toMatchObject({
    ...{ status: "expired", completed_at: null, output_file_id: null },
    request_counts: { total: 2, completed: 0, failed: 2 },
  });
  expect(ended.expired_at).toEqual(expect.any(Number));
  expect(await face.linesOf(`/v1/files/${ended.error_file_id}/content`)).toMatchObject(
    ["one", "two"].map((custom_id) => ({
      ...{ custom_id, response: null, error: { code: "batch_expired" } },
    })),
  );
  await face.close();
});

test("requests that were not taken in before the deadline have expired, and were not refused", async () => {
  const face = await openFace();
  const made = await face.openaiBatch("one");
  // As if nothing had run from then on.
  face.clock.ms += 25 * HOUR;
  await face.tick();

  const ended = await face.json(`/v1/batches/${made.id}`);
  expect(ended).toMatchObject({ status: "expired", request_counts: { total: 1, failed: 1 } });
  const [line] = await face.linesOf(`/v1/files/${ended.error_file_id}/content`);
  expect(line).toMatchObject({ error: { code: "batch_expired" } });
  await face.close();
});

test("files are gone when their time is over", async () => {
  const face = await openFace();
  const made = await face.openaiBatch("one");
  face.clock.ms += 31 * DAY;

  expect((await face.ask(`/v1/files/${made.input_file_id}`)).status).toBe(404);
  expect(await face.json("/v1/files")).toMatchObject({ data: [] });
  const again = { input_file_id: made.input_file_id, endpoint: "/v1/chat/completions" };
  const refused = await face.json("/v1/batches", { ...again, completion_window: "24h" });
  expect(refused).toMatchObject({ error: { code: "file_unknown" } });
  await face.close();
});

test("a cancelled batch leaves its budget's room to the next one at once", async () => {
  // Room for one request's worst case, and not for two.
  const face = await openFace({ budgets: [{ name: "all", limit: "0.0015", window: "month" }] });
  const first = await face.openaiBatch("one");
  await face.tick();
  const full = await face.openaiBatch("two");
  await face.tick();
  expect(await face.json(`/v1/batches/${full.id}`)).toMatchObject({
    request_counts: { total: 1, failed: 1 },
  });

  await face.json(`/v1/batches/${first.id}/cancel`, {});
  const next = await face.openaiBatch("three");
  await face.tick();

  expect(await face.json(`/v1/batches/${next.id}`)).toMatchObject({
    ...{ status: "in_progress", request_counts: { total: 1, failed: 0 } },
  });
  await face.close();
});

test("requests of Anthropic's batches expire, and results are there for 29 days", async () => {
  const face = await openFace();
  const params = { model: "claude-haiku-4-5", max_tokens: 20 };
  const messages = [{ role: "user", content: "one" }];
  const made = await face.json("/v1/messages/batches", {
    requests: [{ custom_id: "one", params: { ...params, messages } }],
  });
  await face.tick();
  face.clock.ms += 25 * HOUR;
  await face.tick();
  const path = `/v1/messages/batches/${made.id}`;

  expect(await face.json(path)).toMatchObject({
    ...{ processing_status: "ended", archived_at: null },
    ...{ request_counts: { processing: 0, succeeded: 0, errored: 0, canceled: 0, expired: 1 } },
    results_url: `http://gateway.example${path}/results`,
  });
  expect(await face.linesOf(`${path}/results`)).toEqual([
    { custom_id: "one", result: { type: "expired" } },
  ]);

  face.clock.ms += 28 * DAY;
  expect(await face.json(path)).toMatchObject({
    ...{ results_url: null, archived_at: "2026-12-28T00:00:00.000Z" },
  });
  const gone = await face.ask(`${path}/results`);
  expect(gone.status).toBe(404);
  expect(JSON.stringify(await gone.json())).toContain("batch_results_gone");
  await face.close();
});

test.each(["by itself", "when it is asked for again"])(
  "a cancel that was cut off halfway is done to its end, %s",
  async (how) => {
    const face = await openFace();
    const made = await face.openaiBatch("one");
    await face.tick();
    // The state was written, and the process died before its requests were cancelled.
    await face.store.changeClientBatch(made.id, "key-1", { state: "cancelling" });

    if (how === "by itself") await face.tick();
    else await face.json(`/v1/batches/${made.id}/cancel`, {});

    expect(await face.store.counts(made.id)).toEqual({ cancelled: 1 });
    await face.tick();
    expect(await face.json(`/v1/batches/${made.id}`)).toMatchObject({ status: "cancelled" });
    await face.close();
  },
);
