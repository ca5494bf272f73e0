import type { AlarmMessage, AlarmMessageKind } from "@headgate/contract";
import { expect, test } from "vitest";
import { type AlarmChange, type AlarmStanding, KEPT_DELIVERIES, KEPT_EVENTS } from "./alarms.ts";
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

const change = (changes: Partial<AlarmChange> = {}): AlarmChange => ({
  atMs: NOW_MS,
  standing: standing(),
  messages: [],
  notifiers: ["ops"],
  isSnoozed: false,
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
  clear: null,
  unit: "usd",
  currency: null,
  kpi: null,
  about: "spend of team=support",
  condition: "above $5.00",
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
    await store.changeAlarm(change({ messages: [message("m1")], notifiers: ["ops", "team"] }));

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
    await store.changeAlarm(change());
    await store.changeAlarm(change({ standing: standing({ state: "ok", sinceMs: NOW_MS + 1 }) }));

    expect(await store.alarmStandings()).toEqual([standing({ state: "ok", sinceMs: NOW_MS + 1 })]);
    expect(await store.deliveries()).toEqual([]);
  });

  test("a message that is there already keeps the alarm as it stood: both or neither", async () => {
    const store = await newStore();
    await store.changeAlarm(change({ messages: [message("m1")] }));

    await expect(
      store.changeAlarm(change({ standing: standing({ state: "ok" }), messages: [message("m1")] })),
    ).rejects.toThrow();

    expect(await store.alarmStandings()).toEqual([standing()]);
  });

  test("what failed is due again at its time, with its attempts and its reason", async () => {
    const store = await newStore();
    await store.changeAlarm(change({ messages: [message("m1")] }));
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
    await store.changeAlarm(change({ messages: [message("m1")], notifiers: ["ops", "team"] }));
    await store.recordDelivery("m1/team", { kind: "delivered", atMs: NOW_MS });
    await store.changeAlarm(
      change({
        standing: standing({ state: "ok" }),
        messages: [message("m2", "resolved")],
        notifiers: ["ops", "team"],
      }),
    );

    const due = async () => (await store.dueDeliveries(NOW_MS, 10)).map(({ id }) => id);
    expect(await due()).toEqual(["m1/ops", "m2/team"]);
    await store.recordDelivery("m1/ops", { kind: "given_up", error: "status 410" });
    expect(await due()).toEqual(["m2/ops", "m2/team"]);
  });

  test("what has ended stays as it ended, and the last of it is kept", async () => {
    const store = await newStore();
    for (let count = 0; count < KEPT_DELIVERIES + 2; count += 1) {
      const id = `m${count}`;
      await store.changeAlarm(change({ messages: [message(id)] }));
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

  test("what happened is kept with its words, told or not, and the last of it only", async () => {
    const store = await newStore();
    for (let count = 0; count < KEPT_EVENTS + 2; count += 1) {
      await store.changeAlarm(
        change({
          atMs: NOW_MS + count,
          messages: [message(`m${count}`)],
          notifiers: [],
          isSnoozed: count % 2 === 1,
        }),
      );
    }

    const events = await store.alarmEvents();

    expect(events).toHaveLength(KEPT_EVENTS);
    expect(events[0]).toEqual({
      id: `m${KEPT_EVENTS + 1}`,
      alarm: "spend",
      kind: "fired",
      at: new Date(NOW_MS + KEPT_EVENTS + 1).toISOString(),
      text: "spend fires.",
      link: null,
      snoozed: true,
    });
    expect(await store.deliveries()).toEqual([]);
  });

  test("spans that were told are the alarm's own, and are there for the next process", async () => {
    const folder = await newFolder();
    const store = await openIn(folder);
    const spans = [
      { direction: "above", slice: null, startMs: 1, endMs: 2 },
      { direction: "above", slice: { dimension: "team", value: "red" }, startMs: 1, endMs: 2 },
      { direction: "above", slice: { dimension: "team", value: "blue" }, startMs: 1, endMs: 3 },
      { direction: "below", slice: "not_kept", startMs: 3, endMs: 4 },
    ] as const;
    await store.changeAlarm(change({ spans }));
    await store.changeAlarm(change());
    await store.changeAlarm(change({ standing: standing({ alarm: "errors" }), spans: [] }));

    const next = await openIn(folder);
    expect(await next.alarmSpans("spend")).toEqual(spans);
    expect(await next.alarmSpans("errors")).toEqual([]);
    await next.changeAlarm(change({ spans: [] }));
    expect(await next.alarmSpans("spend")).toEqual([]);
  });

  test("more spans are kept than a statement takes parameters", async () => {
    const store = await newStore();
    const spans = Array.from({ length: 14_000 }, (_, at) => ({
      direction: "above" as const,
      slice: { dimension: "session" as const, value: `${at}` },
      startMs: 1,
      endMs: 2,
    }));
    await store.changeAlarm(change({ spans }));

    expect(await store.alarmSpans("spend")).toEqual(spans);
  });

  test("an alarm is snoozed until a moment, and can be woken", async () => {
    const store = await newStore();
    await store.snoozeAlarm("spend", NOW_MS);
    await store.snoozeAlarm("spend", NOW_MS + 1);
    expect(await store.alarmSnoozes()).toEqual(new Map([["spend", NOW_MS + 1]]));

    await store.snoozeAlarm("spend", undefined);
    expect(await store.alarmSnoozes()).toEqual(new Map());
  });

  test("alarms that are configured no longer are forgotten with their messages", async () => {
    const store = await newStore();
    const spans = [{ direction: "above", slice: null, startMs: 1, endMs: 2 }] as const;
    await store.changeAlarm(change({ messages: [message("m1")], spans }));
    await store.snoozeAlarm("spend", NOW_MS);
    await store.changeAlarm(change({ standing: standing({ alarm: "errors" }) }));

    await store.keepAlarms(["errors"]);
    expect(await store.alarmStandings()).toEqual([standing({ alarm: "errors" })]);
    expect(await store.deliveries()).toEqual([]);
    expect(await store.alarmEvents()).toEqual([]);
    expect(await store.alarmSpans("spend")).toEqual([]);
    expect(await store.alarmSnoozes()).toEqual(new Map());

    await store.keepAlarms([]);
    expect(await store.alarmStandings()).toEqual([]);
  });
}
