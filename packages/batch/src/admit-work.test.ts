import { HeadgateError } from "@headgate/contract";
import { expect, test } from "vitest";
import { type AdmissionPorts, admitWork } from "./admit-work.ts";
import { changedStore } from "./changed-store.fixture.ts";
import { newItem } from "./item.fixture.ts";
import { HOUR, openRun, START } from "./run/run.fixture.ts";

/** Admission over a store of its own, with what it holds at the moment and what it told of. */
async function openAdmission() {
  const { store, ports: run } = await openRun();
  const held = new Set<string>();
  const told: string[] = [];
  const ports: AdmissionPorts = {
    ...{ store, settings: run.settings, nowMs: () => START, sharing: () => undefined },
    ...{ realTime: async () => undefined, duplicateAgeMs: () => HOUR },
    hold: async ({ callId }) => void held.add(callId),
    release: async ({ callId }) => void held.delete(callId),
    stillHeld: ({ callId }) => void told.push(callId),
  };
  return { ports, store, held, told };
}

const requests = () =>
  ["a", "b", "c"].map((text) => {
    const {
      admittedAtMs: _a,
      realTimeAtMs: _r,
      ...request
    } = newItem({
      ...{ text, deadlineMs: START + 24 * HOUR },
    });
    return request;
  });

/** Fails from the read of a request on, as a store that was cut off midway. */
const brokenAt = (ports: AdmissionPorts, id: string | undefined): AdmissionPorts => ({
  ...ports,
  store: changedStore(ports.store, {
    item: async (...asked) => {
      if (asked[0] === id) throw new HeadgateError("batch_unavailable", "cut off");
      return ports.store.item(...asked);
    },
  }),
});

test("admission that breaks off midway holds nothing, and is done again whole", async () => {
  const { ports, store, held } = await openAdmission();
  const asked = requests();

  await expect(admitWork(brokenAt(ports, asked[2]?.id), asked)).rejects.toMatchObject({
    code: "batch_unavailable",
  });
  expect([...held]).toEqual([]);
  expect((await store.standing()).items).toEqual({});

  await admitWork(ports, asked);
  expect([...held]).toEqual(asked.map(({ callId }) => callId));
});

test("a hold that cannot be given back is told, and keeps none of the others", async () => {
  const asked = requests();
  const [first] = asked.map(({ callId }) => callId);
  const { ports, held, told } = await openAdmission();
  const release: AdmissionPorts["release"] = async (item) => {
    if (item.callId === first) throw new Error("budgets are away");
    await ports.release(item);
  };

  await expect(
    admitWork(brokenAt({ ...ports, release }, asked[2]?.id), asked),
  ).rejects.toMatchObject({ code: "batch_unavailable" });

  expect([...held]).toEqual([first]);
  expect(told).toEqual([first]);
});

test.each(["budgets_reopening", "budgets_unavailable"] as const)(
  "%s refuses no request: nothing is taken in, and all are when budgets can be asked again",
  async (code) => {
    const { ports, store, held } = await openAdmission();
    const asked = requests();
    let isAway = true;
    const hold: AdmissionPorts["hold"] = async (item) => {
      if (isAway && item.callId === asked[1]?.callId) throw new HeadgateError(code);
      await ports.hold(item);
    };

    await expect(admitWork({ ...ports, hold }, asked)).rejects.toMatchObject({ code });
    expect([...held]).toEqual([]);
    expect((await store.standing()).items).toEqual({});

    isAway = false;
    expect((await admitWork({ ...ports, hold }, asked)).size).toBe(0);
    expect([...held]).toEqual(asked.map(({ callId }) => callId));
  },
);
