import { configSchema } from "@headgate/contract";
import { pino } from "pino";
import { expect, test } from "vitest";
import { NOW_MS, openApp } from "../../open-app.fixture.ts";
import { fileRoom } from "./file-room.ts";
import { openFaces } from "./open-faces.ts";

test.each([
  [true, "failed"],
  [false, "validating"],
])(
  "clients' batches are taken on where that is this process's to do alone (it is: %s)",
  async (takesOn, state) => {
    const opened = await openApp();
    const faces = openFaces({
      ...{ store: opened.batchStore, files: fileRoom(opened.folder), takesOn: () => takesOn },
      admit: async () => new Map(),
      cancel: async () => undefined,
      ...{
        config: () => configSchema.parse({}),
        prices: () => opened.prices,
        nowMs: () => NOW_MS,
        log: pino({ level: "silent" }),
      },
    });
    // Its file is not there, which whoever takes it on finds at once.
    await opened.batchStore.addClientBatch({
      ...{ id: "batch_1", keyId: "key-1", kind: "openai", state: "validating" },
      ...{ createdAtMs: NOW_MS, deadlineMs: NOW_MS + 3_600_000 },
      fields: { total: 1, input_file_id: "gone", endpoint: "/v1/chat/completions", admitted },
    });

    // As after a request that makes one.
    await faces.keeper.tick();

    expect(await opened.batchStore.clientBatch("batch_1", "key-1")).toMatchObject({ state });
    await faces.close();
    await opened.close();
  },
);

const admitted = {
  ...{ call_id: "call-1", key_id: "key-1", key_name: "tests", attribution: {}, tags: {} },
  origin: "http://gateway.example",
};
