import type { AlarmMessage, AlarmMessageKind } from "@headgate/contract";
import { expect, test } from "vitest";
import { type AlarmStanding, KEPT_DELIVERIES } from "./alarms.ts";
import type { StateStore } from "./store.ts";

const NOW_MS = Date.parse("2026-11-28T12:00:00Z");
const MINUTE_MS = 60_000;

const standing = (changes: Partial<AlarmStanding> = {}): AlarmStanding => ({
  alarm: "spend",
  state: "firing",
  sinceMs: NOW_MS,
  toldAtMs: NOW_MS,
  ...changes,
});

const message = (id: string, kind: AlarmMessageKind = "fired"): AlarmMessage => ({
  version: 1,
  id,
  kind,
  alarm: "spend",
  on: "spend",
  filter: { team: "support" },
  window: "24h",
  time_zone: "UTC",
  above: "5",
  below: null,
  unit: "usd",
  since: "2026-11-28T12:00:00.000Z",
  measurement: null,
  link: null,
  text: "spend fires.",
});

/** What every store does with alarms and the messages about them. */
export function alarmsConformance(
  newFolder: () => Promise<string>,
  openIn: (folder: string) => Promise<StateStore>,
): void {
  const newStore = async (): Promise<StateStore> => openIn(await newFolder());

  test("how an alarm stands and what waits to be told are there for the next process", async () => {
    const folder = await newFolder();
    const store = await openIn(folder);
    await store.changeAlarm(standing(), { message: message("m1"), notifiers: ["ops", "team"] });

    const next = await openIn(folder);

    expect(await next.alarmStandings()).toEqual([standing()]);
    expect(await next.dueDeliveries(NOW_MS, 10)).toEqual([
      {
        id: "m1/ops",
        alarm: "spend",
        notifier: "ops",
        message: message("m1"),
        createdAtMs: NOW_MS,
        attempts: 0,
      },
      expect.objectContaining({ id: "m1/team", notifier: "team" }),
    ]);
  });

  test("an alarm stands in one way at a time, and a change may tell nobody", async () => {
    const store = await newStore();
    await store.changeAlarm(standing(), undefined);
    await store.changeAlarm(standing({ state: "ok", sinceMs: NOW_MS + 1 }), undefined);

    expect(await store.alarmStandings()).toEqual([standing({ state: "ok", sinceMs: NOW_MS + 1 })]);
    expect(await store.deliveries()).toEqual([]);
  });

  test("a message that is there already keeps the alarm as it stood: both or neither", async () => {
    const store = await newStore();
    await store.changeAlarm(standing(), { message: message("m1"), notifiers: ["ops"] });

    await expect(
      store.changeAlarm(standing({ state: "ok" }), { message: message("m1"), notifiers: ["ops"] }),
    ).rejects.toThrow();

    expect(await store.alarmStandings()).toEqual([standing()]);
  });

  test("what failed is due again at its time, with its attempts and its reason", async () => {
    const store = await newStore();
    await store.changeAlarm(standing(), { message: message("m1"), notifiers: ["ops"] });
    const nextAttemptAtMs = NOW_MS + MINUTE_MS;
    await store.recordDelivery("m1/ops", { kind: "failed", error: "status 500", nextAttemptAtMs });

    expect(await store.dueDeliveries(nextAttemptAtMs - 1, 10)).toEqual([]);
    expect(await store.dueDeliveries(nextAttemptAtMs, 10)).toMatchObject([{ attempts: 1 }]);
    expect(await store.deliveries()).toMatchObject([
      {
        state: "waiting",
        attempts: 1,
        last_error: "status 500",
        next_attempt_at: "2026-11-28T12:01:00.000Z",
      },
    ]);
  });

  test("an end waits for its beginning, at each notifier by itself", async () => {
    const store = await newStore();
    await store.changeAlarm(standing(), { message: message("m1"), notifiers: ["ops", "team"] });
    await store.recordDelivery("m1/team", { kind: "delivered", atMs: NOW_MS });
    await store.changeAlarm(standing({ state: "ok" }), {
      message: message("m2", "resolved"),
      notifiers: ["ops", "team"],
    });

    const due = async () => (await store.dueDeliveries(NOW_MS, 10)).map(({ id }) => id);
    expect(await due()).toEqual(["m1/ops", "m2/team"]);
    await store.recordDelivery("m1/ops", { kind: "given_up", error: "status 410" });
    expect(await due()).toEqual(["m2/ops", "m2/team"]);
  });

  test("what has ended stays as it ended, and the last of it is kept", async () => {
    const store = await newStore();
    for (let count = 0; count < KEPT_DELIVERIES + 2; count += 1) {
      const id = `m${count}`;
      await store.changeAlarm(standing(), { message: message(id), notifiers: ["ops"] });
      await store.recordDelivery(`${id}/ops`, { kind: "delivered", atMs: NOW_MS + count });
      await store.recordDelivery(`${id}/ops`, { kind: "given_up", error: "too late" });
    }

    const kept = await store.deliveries();

    expect(kept).toHaveLength(KEPT_DELIVERIES);
    expect(kept[0]).toMatchObject({
      id: `m${KEPT_DELIVERIES + 1}/ops`,
      state: "delivered",
      attempts: 1,
      last_error: null,
      next_attempt_at: null,
    });
  });

  test("alarms that are configured no longer are forgotten with their messages", async () => {
    const store = await newStore();
    await store.changeAlarm(standing(), { message: message("m1"), notifiers: ["ops"] });
    await store.changeAlarm(standing({ alarm: "errors" }), undefined);

    await store.keepAlarms(["errors"]);
    expect(await store.alarmStandings()).toEqual([standing({ alarm: "errors" })]);
    expect(await store.deliveries()).toEqual([]);

    await store.keepAlarms([]);
    expect(await store.alarmStandings()).toEqual([]);
  });
}
