import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createKeyResponse, statusSchema } from "@headgate/contract";
import { dataDirectory, readKeySnapshot } from "@headgate/ledger";
import { describe, expect, test, vi } from "vitest";
import { inHousePrices } from "./in-house-prices.fixture.ts";
import { newSchema, startOnPostgres } from "./start-on-postgres.fixture.ts";

const url = process.env.HEADGATE_TEST_POSTGRES;
const start = (schema: string) => startOnPostgres({ url: url ?? "", schema });
const PATIENCE = { timeout: 60_000, interval: 100 };
const TEST_MS = 180_000;

describe.skipIf(url === undefined)("two control processes of one state", () => {
  test(
    "one leads, and the other names it, refuses what the leader alone does, and takes over",
    async () => {
      const schema = newSchema();
      const first = await start(schema);
      await vi.waitFor(async () => expect((await first.leaders()).this).toBe(true), PATIENCE);
      const second = await start(schema);
      await vi.waitFor(
        async () => expect(await second.leaders()).toEqual({ count: 2, this: false }),
        PATIENCE,
      );

      const refused = await second.ask("/api/prices/rerate", { method: "POST", body: "{}" });
      expect(refused.status).toBe(503);
      expect(await refused.json()).toMatchObject({
        error: {
          code: "not_leader",
          message: expect.stringMatching(/ leads: process \d+ of the host \S+\.$/),
        },
      });
      expect(await (await second.ask("/metrics")).text()).toMatch(/headgate_control_leads 0/);

      await first.stop();
      await vi.waitFor(async () => expect((await second.leaders()).this).toBe(true), PATIENCE);
      expect(await (await second.ask("/metrics")).text()).toMatch(/headgate_control_leads 1/);
    },
    TEST_MS,
  );

  test(
    "a key that is made or revoked on one node is in the other's file within seconds",
    async () => {
      const schema = newSchema();
      const [first, second] = [await start(schema), await start(schema)];

      const answer = await first.ask("/api/keys", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name: "ci", attribution: {}, tags: {} }),
      });
      const { key } = createKeyResponse.parse(await answer.json());
      await vi.waitFor(
        async () => expect(await liveKeys(second.folder)).toEqual([key.id]),
        PATIENCE,
      );

      await second.ask(`/api/keys/${key.id}`, { method: "DELETE" });
      await vi.waitFor(async () => expect(await liveKeys(first.folder)).toEqual([]), PATIENCE);
    },
    TEST_MS,
  );

  test(
    "a configuration that only one node has is seen on both, and no more once both have it",
    async () => {
      const schema = newSchema();
      const [first, second] = [await start(schema), await start(schema)];
      const digests = async (node: typeof first) => {
        const status = statusSchema.parse(await (await node.ask("/api/status")).json());
        return (status.control_processes ?? []).map(({ config }) => config);
      };
      const alike = async (node: typeof first) => {
        const told = await digests(node);
        expect(told).toHaveLength(2);
        expect(told).not.toContain(null);
        return new Set(told).size === 1;
      };
      for (const node of [first, second]) {
        await vi.waitFor(async () => expect(await alike(node)).toBe(true), PATIENCE);
      }

      const changed = { budgets: [{ name: "all", window: "day", limit: "5" }] };
      first.reconfigure(changed);
      for (const node of [first, second]) {
        await vi.waitFor(async () => expect(await alike(node)).toBe(false), PATIENCE);
      }
      const metrics = await (await second.ask("/metrics")).text();
      expect(metrics).toContain('headgate_nodes_differ{in="config"} 1');
      expect(metrics).toContain('headgate_nodes_differ{in="prices"} 0');

      second.reconfigure(changed);
      for (const node of [first, second]) {
        await vi.waitFor(async () => expect(await alike(node)).toBe(true), PATIENCE);
      }
    },
    TEST_MS,
  );

  test(
    "prices that are imported on one node are in the other's folder within seconds",
    async () => {
      const schema = newSchema();
      const [first, second] = [await start(schema), await start(schema)];
      const path = join("prices", "imports", "2026-11-23-litellm-1", "openai.json");
      const text = inHousePrices;

      await mkdir(dirname(join(first.folder, path)), { recursive: true });
      await writeFile(join(first.folder, path), text);

      await vi.waitFor(
        async () => expect(await readFile(join(second.folder, path), "utf8")).toBe(text),
        { timeout: 10_000, interval: 100 },
      );
      await rm(dirname(join(second.folder, path)), { recursive: true });
      await vi.waitFor(
        async () => expect(await readdir(join(first.folder, "prices", "imports"))).toEqual([]),
        PATIENCE,
      );
    },
    TEST_MS,
  );
});

const liveKeys = async (folder: string) =>
  (await readKeySnapshot(dataDirectory(folder).keys))?.keys.map(({ id }) => id);
