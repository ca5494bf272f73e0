import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StoresConfig, statusSchema } from "@headgate/contract";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { HOUR, openFace } from "../batch/faces/face.fixture.ts";
import { sendJson } from "../open-app.fixture.ts";
import { openStoresHold } from "./stores-hold.ts";

const SINCE = "2026-11-30T00:00:00.000Z";
const sqlite = { kind: "sqlite" } as const;
const postgresAt = (url: string): StoresConfig["state"] => ({
  ...{ kind: "postgres", url, schema: "headgate" },
  ...{ max_connections: 10, connect_timeout_ms: 1_000 },
});

async function folderOfTest() {
  const folder = await mkdtemp(join(tmpdir(), "headgate-hold-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return {
    folder,
    open: (state: StoresConfig["state"] = sqlite) =>
      openStoresHold({
        path: join(folder, "stores-held.json"),
        state,
        nowMs: () => Date.parse(SINCE),
        log: pino({ level: "silent" }),
      }),
  };
}

test("while the stores are held no request is taken in or sent and no key is changed, and then all goes on", async () => {
  const face = await openFace({ batch: { fewest_requests: 1 } });
  onTestFinished(() => face.close());
  const batch = await face.openaiBatch("one");
  await face.tick();
  expect(await face.store.groups()).toHaveLength(1);

  await face.hold.hold();
  face.clock.ms += HOUR;
  await face.tick();
  const form = new FormData();
  form.set("purpose", "batch");
  form.set("file", new File(["{}"], "requests.jsonl"));
  const refusals = [
    await face.ask("/v1/files", { method: "POST", body: form }),
    await face.ask("/internal/batch/defer?path=/v1/chat/completions", sendJson("POST", {})),
    await face.ask(`/v1/batches/${batch.id}/cancel`, { method: "POST" }),
    await face.ask("/api/keys", sendJson("POST", { name: "ci" })),
    await face.ask("/api/keys/key_1", { method: "DELETE" }),
  ];

  expect(refusals.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
  expect(refusals.map(({ headers }) => headers.get("retry-after"))).toEqual(
    Array.from({ length: 5 }, () => "10"),
  );
  for (const refused of refusals) expect(await refused.text()).toContain("headgate migrate --lift");
  expect(await face.store.providerBatches({ limit: 10 })).toEqual([]);
  expect((await face.ask(`/v1/batches/${batch.id}`)).status).toBe(200);
  const status = statusSchema.parse(await (await face.ask("/api/status")).json());
  expect(status.held_since).toBe(face.hold.since());
  expect(status.loader.last_error).toContain("[stores_held]");
  expect(await (await face.ask("/metrics")).text()).toContain("headgate_stores_held 1");

  const lifted = await face.ask("/api/migration/hold", { method: "DELETE" });
  expect(await lifted.json()).toEqual({ lifted: true });
  await face.tick();
  expect(await face.store.providerBatches({ limit: 10 })).toHaveLength(1);
  const made = await face.ask("/api/keys", sendJson("POST", { name: "ci" }));
  expect(made.status).toBe(200);
});

test("what is under way when the stores are held is waited for, and nothing comes after it", async () => {
  const { open } = await folderOfTest();
  const hold = await open();
  const ends: string[] = [];
  let end: () => void = () => undefined;
  const underWay = hold.during(
    () =>
      new Promise<void>((resolve) => {
        end = () => {
          ends.push("the request");
          resolve();
        };
      }),
  );

  const holding = hold.hold().then(() => ends.push("the hold"));
  await expect.poll(() => hold.isHeld()).toBe(true);
  await expect(hold.during(async () => ends.push("another"))).rejects.toMatchObject({
    code: "stores_held",
    details: { retry_after_ms: 10_000 },
  });
  end();
  await Promise.all([underWay, holding]);

  expect(ends).toEqual(["the request", "the hold"]);
});

test("a process that starts on the same stores holds them, and one that starts on others has moved", async () => {
  const { folder, open } = await folderOfTest();
  await (await open()).hold();

  const again = await open();
  const moved = await open(postgresAt("postgres://headgate:one@db:5432/headgate"));

  expect([again.since(), moved.since()]).toEqual([SINCE, undefined]);
  expect(await readdir(folder)).toEqual([]);
  // Back again on the old ones later, nothing is held by what was.
  expect((await open()).isHeld()).toBe(false);
});

test("a changed password is no other place", async () => {
  const { open } = await folderOfTest();
  await (await open(postgresAt("postgres://headgate:one@db:5432/headgate"))).hold();

  const again = await open(postgresAt("postgres://headgate:two@db:5432/headgate"));

  expect(again.isHeld()).toBe(true);
});

test("what is held is lifted for good", async () => {
  const { open } = await folderOfTest();
  const hold = await open();
  await hold.hold();

  expect([await hold.lift(), await hold.lift()]).toEqual([true, false]);
  expect((await open()).isHeld()).toBe(false);
});

test("a hold that is lifted while it is written down does not outlive that", async () => {
  const { folder, open } = await folderOfTest();
  const hold = await open();

  const holding = hold.hold();
  const lifted = await hold.lift();
  await holding;

  expect([lifted, hold.isHeld()]).toEqual([true, false]);
  expect(await readdir(folder)).toEqual([]);
});

test("a file that cannot be read is not taken for nothing held", async () => {
  const { folder, open } = await folderOfTest();
  await writeFile(join(folder, "stores-held.json"), "{");

  await expect(open()).rejects.toMatchObject({
    code: "data_dir_unusable",
    message: expect.stringContaining("Remove it where no move of the stores is under way."),
  });
});
