import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VIRTUAL_KEY_PREFIX } from "@headgate/contract";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { alarmsConformance } from "./alarms.conformance.ts";
import { feedbackConformance } from "./feedback.conformance.ts";
import { hashVirtualKey } from "./hash-virtual-key.ts";
import { readKeySnapshot } from "./key-snapshot-file.ts";
import { pullsConformance } from "./pulls.conformance.ts";
import { recommendationsConformance } from "./recommendations.conformance.ts";
import type { NewKey, StateStore } from "./store.ts";

/**
 * What every store of small state does. `open` opens the state that belongs to a folder: the same one
 * for the same folder, also while another has it open.
 */
export function stateStoreConformance(
  adapter: string,
  open: (folder: string) => Promise<StateStore>,
): void {
  const newFolder = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), "headgate-state-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return folder;
  };
  const openIn = async (folder: string): Promise<StateStore> => {
    const store = await open(folder);
    onTestFinished(() => store.close());
    return store;
  };
  const newKey = (name: string, changes: Partial<NewKey> = {}): NewKey => ({
    name,
    attribution: { team: "support" },
    tags: { tier: "gold" },
    nowMs: 1_795_000_000_000,
    ...changes,
  });

  describe(`${adapter} as a store of alarms`, () => alarmsConformance(newFolder, openIn));

  describe(`${adapter} as a store of pulls`, () => pullsConformance(newFolder, openIn));

  describe(`${adapter} as a store of recommendations`, () =>
    recommendationsConformance(newFolder, openIn));

  describe(`${adapter} as a store of feedback`, () => feedbackConformance(newFolder, openIn));

  describe(`${adapter} as a state store`, () => {
    test("a key is told in full once: stored are its hash and a hint", async () => {
      const store = await openIn(await newFolder());

      const { key, secret } = await store.createKey(newKey("ci"));

      expect(secret).toMatch(/^hg_[A-Za-z0-9_-]{43}$/);
      expect(key).toEqual({
        id: expect.stringMatching(/^key_/),
        name: "ci",
        hash: hashVirtualKey(secret),
        hint: secret.slice(0, VIRTUAL_KEY_PREFIX.length + 4),
        attribution: { team: "support" },
        tags: { tier: "gold" },
        created_at_ms: 1_795_000_000_000,
      });
      expect(await store.listKeys()).toEqual([key]);
    });

    test("keys are listed oldest first, whatever the clock said", async () => {
      const store = await openIn(await newFolder());
      for (const [index, name] of ["a", "b", "c"].entries()) {
        await store.createKey(newKey(name, { nowMs: 1_000 - index }));
      }

      expect((await store.listKeys()).map((key) => key.name)).toEqual(["a", "b", "c"]);
    });

    test("a key that breaks the rules is refused with every fault, and changes nothing", async () => {
      const store = await openIn(await newFolder());

      await expect(
        store.createKey(newKey(" ", { tags: { "no blanks": "x" }, attribution: { team: "" } })),
      ).rejects.toMatchObject({
        code: "request_invalid",
        message: expect.stringMatching(/name: .*attribution\.team: .*tags/),
      });

      expect(await store.keySnapshot()).toEqual({ version: 0, keys: [] });
    });

    test("a revoked key stays in the list with its moment and leaves the snapshot", async () => {
      const store = await openIn(await newFolder());
      const first = await store.createKey(newKey("first"));
      const second = await store.createKey(newKey("second"));

      const revoked = await store.revokeKey(first.key.id, 1_795_000_000_500);

      expect(revoked).toEqual({ ...first.key, revoked_at_ms: 1_795_000_000_500 });
      expect(await store.listKeys()).toEqual([revoked, second.key]);
      expect((await store.keySnapshot()).keys).toEqual([second.key]);
    });

    test("revoking twice changes nothing, and a key that does not exist is not found", async () => {
      const store = await openIn(await newFolder());
      const { key } = await store.createKey(newKey("ci"));
      const revoked = await store.revokeKey(key.id, 2_000);
      const { version } = await store.keySnapshot();

      expect(await store.revokeKey(key.id, 3_000)).toEqual(revoked);
      expect((await store.keySnapshot()).version).toBe(version);
      await expect(store.revokeKey("key_none", 1)).rejects.toMatchObject({ code: "not_found" });
    });

    test("the snapshot's version grows with every change and only then", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.constantFrom("create", "revoke", "publish"), { maxLength: 12 }),
          async (steps) => {
            const folder = await newFolder();
            const store = await openIn(folder);
            const live: string[] = [];
            let changes = 0;
            for (const step of steps) {
              const last = live.at(-1);
              if (step === "create") {
                live.push((await store.createKey(newKey("k"))).key.id);
                changes += 1;
              } else if (step === "publish") {
                await store.publishKeys(join(folder, "keys.json"));
              } else if (last !== undefined) {
                await store.revokeKey(last, 5);
                live.pop();
                changes += 1;
              }
            }
            const snapshot = await store.keySnapshot();
            expect(snapshot.version).toBe(changes);
            expect(await store.keysVersion()).toBe(changes);
            expect(snapshot.keys.map((key) => key.id)).toEqual(live);
          },
        ),
        { numRuns: 20 },
      );
      // Each step waits for its database.
    });

    test("what was changed is there after the store was closed and opened again", async () => {
      const folder = await newFolder();
      const store = await open(folder);
      const { key } = await store.createKey(newKey("ci"));
      await store.close();

      const again = await openIn(folder);

      expect(await again.keySnapshot()).toEqual({ version: 1, keys: [key] });
    });

    test("changes by several that have it open are all kept", async () => {
      const folder = await newFolder();
      const stores = await Promise.all([openIn(folder), openIn(folder), openIn(folder)]);

      await Promise.all(
        stores.flatMap((store) =>
          Array.from({ length: 10 }, (_, index) => store.createKey(newKey(`key ${index}`))),
        ),
      );

      for (const store of stores) {
        const snapshot = await store.keySnapshot();
        expect(snapshot.version).toBe(30);
        expect(snapshot.keys).toHaveLength(30);
      }
    });

    test("a published snapshot can be read by its owner alone, and replaces the one before", async () => {
      const folder = await newFolder();
      const file = join(folder, "keys.json");
      const store = await openIn(folder);
      expect(await readKeySnapshot(file)).toBeUndefined();
      await store.publishKeys(file);
      expect(await readKeySnapshot(file)).toEqual({ version: 0, keys: [] });

      const { key } = await store.createKey(newKey("ci"));
      await store.publishKeys(file);

      expect(await readKeySnapshot(file)).toEqual({ version: 1, keys: [key] });
      if (process.platform !== "win32") expect((await stat(file)).mode & 0o777).toBe(0o600);
    });

    test("a reader never sees half a publication or an older one after a newer", async () => {
      const folder = await newFolder();
      const file = join(folder, "keys.json");
      const stores = await Promise.all([openIn(folder), openIn(folder)]);
      await stores[0]?.publishKeys(file);
      let writing = true;
      const versions: number[] = [];
      const reading = (async () => {
        while (writing) {
          const snapshot = await readKeySnapshot(file);
          versions.push(snapshot === undefined ? -1 : snapshot.version);
        }
      })();

      await Promise.all(
        stores.map(async (store) => {
          for (let round = 0; round < 15; round += 1) {
            await store.createKey(newKey(`round ${round}`));
            await store.publishKeys(file);
          }
        }),
      );
      writing = false;
      await reading;

      expect(versions).toEqual([...versions].sort((left, right) => left - right));
      expect((await readKeySnapshot(file))?.version).toBe(30);
    });

    test("a publication that cannot be written is an error, and the store goes on", async () => {
      const folder = await newFolder();
      const store = await openIn(folder);

      await expect(store.publishKeys(join(folder, "none", "keys.json"))).rejects.toThrow(/ENOENT/);

      await store.createKey(newKey("ci"));
      expect((await store.keySnapshot()).version).toBe(1);
    });

    test.each(["", "{", '{"version":1}', '{"version":-1,"keys":[]}'])(
      "a broken snapshot file is named: %j",
      async (text) => {
        const file = join(await newFolder(), "keys.json");
        await writeFile(file, text);

        await expect(readKeySnapshot(file)).rejects.toMatchObject({
          code: "state_unusable",
          message: expect.stringContaining(file),
        });
        expect(await readFile(file, "utf8")).toBe(text);
      },
    );
  });
}
