import {
  alarmEventsResponse,
  alarmListResponse,
  alarmMessageSchema,
  alarmSnoozeResponse,
  alarmTestResponse,
} from "@headgate/contract";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { expectError } from "../api-error.fixture.ts";
import { ledgerRow } from "../ledger-row.fixture.ts";
import { openMailServer } from "../notifiers/mail-server.fixture.ts";
import { openReceiver, type Receiver } from "../notifiers/receiver.fixture.ts";
import { type OpenApp, openApp, sendJson } from "../open-app.fixture.ts";

const START_MS = Date.parse("2026-11-20T12:30:00Z");
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let control: OpenApp;
let webhook: Receiver;
let slack: Receiver;
let nowMs: number;
beforeAll(async () => {
  control = await openApp();
  const calls = ["a", "b", "c"].map((call_id) =>
    ledgerRow({ call_id, simulated: call_id === "a" }),
  );
  await control.ledger.append({ rows: calls, cursors: [] });
});
afterAll(() => control.close());
beforeEach(async () => {
  nowMs = START_MS;
  [webhook, slack] = await Promise.all([openReceiver(), openReceiver()]);
});
afterEach(async () => {
  await control.state.keepAlarms([]);
  await Promise.all([webhook.close(), slack.close()]);
});

/** A process that watches spend of one team over the last hour: $0.009 while the three calls are in it. */
const watching = (alarm: Readonly<Record<string, unknown>> = {}) =>
  control.another({
    nowMs: () => nowMs,
    config: {
      console_url: "https://headgate.example.com/",
      alarms: [
        {
          name: "support-spend",
          on: "spend",
          filter: { team: "support" },
          window: "1h",
          above: "0.008",
          notify: ["hook"],
          ...alarm,
        },
      ],
      notifiers: {
        hook: { kind: "webhook", url: webhook.url },
        chat: { kind: "slack", url: slack.url },
      },
    },
  });
type Watching = ReturnType<typeof watching>;
const listed = async (app: Watching) => {
  const [first] = (await app.read("/api/alarms", alarmListResponse)).alarms;
  if (first === undefined) throw new Error("no alarm");
  return first;
};
const kinds = (receiver: Receiver) =>
  receiver.received.map((body) => alarmMessageSchema.parse(body).kind);

test("one message when it begins, one when it ends, none in between", async () => {
  const app = watching();
  await app.alarms.tick();
  nowMs += MINUTE_MS;
  await app.alarms.tick();
  expect(kinds(webhook)).toEqual(["fired"]);
  expect(await listed(app)).toMatchObject({
    state: "firing",
    since: "2026-11-20T12:30:00.000Z",
    last: { at: "2026-11-20T12:31:00.000Z", value: "0.009000000000", calls: 3 },
    deliveries: [{ notifier: "hook", kind: "fired", state: "delivered", attempts: 1 }],
  });

  nowMs += HOUR_MS;
  await app.alarms.tick();
  await app.alarms.tick();

  expect(kinds(webhook)).toEqual(["fired", "resolved"]);
  expect(await listed(app)).toMatchObject({ state: "ok", since: "2026-11-20T13:31:00.000Z" });
});

test("a message says what was measured against what, over what, and where to look", async () => {
  await watching().alarms.tick();

  expect(alarmMessageSchema.strict().parse(webhook.received[0])).toEqual({
    version: 1,
    id: expect.any(String),
    kind: "fired",
    alarm: "support-spend",
    on: "spend",
    filter: { team: "support" },
    window: "1h",
    time_zone: "UTC",
    above: "0.008",
    below: null,
    clear: null,
    unit: "usd",
    currency: null,
    kpi: null,
    about: "spend of team=support in the last hour",
    condition: "above $0.00800",
    since: "2026-11-20T12:30:00.000Z",
    measurement: {
      at: "2026-11-20T12:30:00.000Z",
      from: "2026-11-20T11:30:00.000Z",
      to: "2026-11-20T12:30:00.000Z",
      value: "0.009000000000",
      calls: 3,
      unpriced_attempts: 0,
      simulated: true,
      unjudged: null,
      note: null,
    },
    link: "https://headgate.example.com/calls?team=support&from=2026-11-20T11%3A30%3A00.000Z&to=2026-11-20T12%3A30%3A00.000Z",
    text: "The alarm support-spend fires: spend of team=support in the last hour is $0.00900, above $0.00800. The money is simulated, or a part of it is.",
  });
});

test("Slack is sent blocks, in which nothing of a value is markup", async () => {
  const app = watching({
    filter: { team: "<!channel>" },
    above: undefined,
    below: "1",
    notify: ["chat"],
  });
  await app.alarms.tick();

  expect(slack.received).toEqual([
    {
      text: expect.stringContaining("team=&lt;!channel&gt;"),
      blocks: [
        {
          type: "section",
          text: { type: "mrkdwn", text: expect.stringContaining("team=&lt;!channel&gt;") },
        },
        {
          type: "context",
          elements: [
            {
              type: "mrkdwn",
              text: expect.stringMatching(
                /0 calls · <https:\/\/headgate\.example\.com\/calls\?team=%3C%21channel%3E&[^<>|]+\|Open in Headgate>$/,
              ),
            },
          ],
        },
      ],
    },
  ]);
});

test("another process goes on where the one before was: it does not tell again", async () => {
  await watching().alarms.tick();
  nowMs += MINUTE_MS;
  const next = watching();
  expect(await listed(next)).toMatchObject({ state: "firing", last: null });

  await next.alarms.tick();

  expect(kinds(webhook)).toEqual(["fired"]);
});

test("while it fires, a reminder comes at the stated interval", async () => {
  const app = watching({ window: "7d", remind_every_hours: 2 });
  for (const hours of [0, 1, 2, 3, 4]) {
    nowMs = START_MS + hours * HOUR_MS;
    await app.alarms.tick();
  }

  expect(kinds(webhook)).toEqual(["fired", "reminder", "reminder"]);
});

test("a delivery that fails is tried again with growing pauses, counted, and shown", async () => {
  const app = watching({ window: "24h" });
  webhook.answerWith(500);
  const triedAtMinutes: number[] = [];
  for (let minute = 0; minute <= 15; minute += 1) {
    nowMs = START_MS + minute * MINUTE_MS;
    const before = webhook.received.length;
    await app.alarms.tick();
    if (webhook.received.length > before) triedAtMinutes.push(minute);
  }
  expect(triedAtMinutes).toEqual([0, 1, 3, 7, 15]);
  expect((await listed(app)).deliveries).toMatchObject([
    {
      state: "waiting",
      attempts: 5,
      last_error: "the address answered with status 500",
      next_attempt_at: "2026-11-20T13:01:00.000Z",
    },
  ]);
  const metrics = await (await app.ask("/metrics")).text();
  expect(metrics).toContain('headgate_alarm_delivery_failures_total{notifier="hook"} 5');
  expect(metrics).toContain("headgate_alarm_deliveries_waiting 1");

  webhook.answerWith(204);
  nowMs += 20 * MINUTE_MS;
  await app.alarms.tick();

  expect(new Set(webhook.received.map((body) => alarmMessageSchema.parse(body).id)).size).toBe(1);
  expect((await listed(app)).deliveries).toMatchObject([{ state: "delivered", attempts: 6 }]);
});

test("what nobody took for a day is given up", async () => {
  const app = watching({ window: "7d", remind_every_hours: 720 });
  webhook.answerWith(404);
  await app.alarms.tick();
  nowMs += 24 * HOUR_MS;
  await app.alarms.tick();

  expect((await listed(app)).deliveries).toMatchObject([{ state: "given_up", attempts: 2 }]);
});

test("a redirect is not followed: only the configured address is called", async () => {
  webhook.answerWith(307, { location: slack.url });
  const app = watching();
  await app.alarms.tick();

  expect(slack.received).toEqual([]);
  expect((await listed(app)).deliveries).toMatchObject([
    { last_error: "the address answered with status 307" },
  ]);
});

test("the address is a secret: neither the log nor the API has it", async () => {
  const app = watching();
  await webhook.close();
  await app.alarms.tick();

  const { deliveries } = await listed(app);
  expect(deliveries).toMatchObject([{ last_error: "the address was not reached: ECONNREFUSED" }]);
  expect(app.logged.join("")).toContain("message not delivered");
  expect(app.logged.join("") + JSON.stringify(deliveries)).not.toContain("a-secret-path");
  webhook = await openReceiver();
});

test("an alarm that the configuration has no longer is forgotten, and begins anew when it is back", async () => {
  await watching().alarms.tick();
  await watching({ name: "other", above: "5" }).alarms.tick();
  await watching().alarms.tick();

  expect(kinds(webhook)).toEqual(["fired", "fired"]);
});

test("metrics say which alarms fire, and nothing of one that was not judged", async () => {
  const app = watching();
  expect(await (await app.ask("/metrics")).text()).not.toContain('alarm="support-spend"');
  await app.alarms.tick();

  const metrics = await (await app.ask("/metrics")).text();

  expect(metrics).toContain('headgate_alarm_firing{alarm="support-spend"} 1');
});

test("a test reaches each notifier at once and changes nothing", async () => {
  const app = watching({ notify: ["hook", "chat"] });
  slack.answerWith(403);
  const response = await app.ask("/api/alarms/support-spend/test", { method: "POST" });

  expect(alarmTestResponse.parse(await response.json()).results).toEqual([
    { notifier: "hook", delivered: true, error: null },
    { notifier: "chat", delivered: false, error: "the address answered with status 403" },
  ]);
  expect(webhook.received).toMatchObject([
    { kind: "test", since: null, measurement: null, link: "https://headgate.example.com/alarms" },
  ]);
  expect(await listed(app)).toMatchObject({ state: null, deliveries: [] });
});

test("a test of no alarm, or of one that tells nobody, says so", async () => {
  const app = watching({ notify: [] });

  await expectError(
    await app.ask("/api/alarms/nothing/test", { method: "POST" }),
    404,
    "not_found",
  );
  await expectError(
    await app.ask("/api/alarms/support-spend/test", { method: "POST" }),
    400,
    "request_invalid",
  );
});

test("only who shows the admin key may list and test alarms", async () => {
  const app = control.another({ config: { admin_key: "the-admin-key-of-the-team" } });

  await expectError(await app.ask("/api/alarms"), 403, "not_allowed");
  await expectError(await app.ask("/api/alarms/a/test", { method: "POST" }), 403, "not_allowed");
});

test("alarms of one minute are one digest to people, and a message each to programs", async () => {
  const mail = await openMailServer();
  const rule = { on: "spend", filter: { team: "support" }, window: "1h", above: "0.008" };
  const app = control.another({
    nowMs: () => nowMs,
    config: {
      alarms: [
        { name: "one", ...rule, notify: ["hook", "mail"] },
        { name: "two", ...rule, notify: ["hook", "mail"] },
      ],
      notifiers: {
        hook: { kind: "webhook", url: webhook.url },
        mail: {
          kind: "email",
          smtp: `smtp://127.0.0.1:${mail.port}`,
          from: "headgate@example.com",
          to: ["ops@example.com"],
        },
      },
    },
  });
  await app.alarms.tick();
  await mail.close();

  expect(webhook.received).toHaveLength(2);
  expect(mail.received).toHaveLength(1);
  const source = mail.received[0]?.source.replaceAll("=\r\n", "");
  expect(source).toContain("Subject: Headgate: 2 firing");
  expect(source).toContain("The alarm one fires");
  expect(source).toContain("The alarm two fires");
});

test("a receiver that asks to wait is left in peace that long, and others are not held up", async () => {
  const app = watching({ window: "24h", notify: ["hook", "chat"] });
  webhook.answerWith(429, { "retry-after": "600" });
  await app.alarms.tick();
  expect(slack.received).toHaveLength(1);

  for (const minutes of [1, 5, 9]) {
    nowMs = START_MS + minutes * MINUTE_MS;
    await app.alarms.tick();
  }
  expect(webhook.received).toHaveLength(1);
  nowMs = START_MS + 10 * MINUTE_MS;
  webhook.answerWith(200);
  await app.alarms.tick();

  expect(webhook.received).toHaveLength(2);
});

test("a value that wavers about its threshold begins and ends once, with a clear below it", async () => {
  const app = watching({ above: "0.008", clear: "0.0001" });
  await app.alarms.tick();
  nowMs += HOUR_MS;
  await app.alarms.tick();

  expect(kinds(webhook)).toEqual(["fired", "resolved"]);
});

test("what happened is kept with how its messages fared, also when nobody is told", async () => {
  webhook.answerWith(500);
  await watching({ window: "24h" }).alarms.tick();
  const { events } = await watching({ window: "24h" }).read(
    "/api/alarms/events",
    alarmEventsResponse.strict(),
  );

  expect(events).toMatchObject([
    {
      alarm: "support-spend",
      kind: "fired",
      snoozed: false,
      deliveries: [{ notifier: "hook", state: "waiting", attempts: 1 }],
    },
  ]);
});

test("a snoozed alarm tells nobody, shows all, and reminds when it wakes", async () => {
  const app = watching({ window: "24h" });
  const snooze = (hours: number) =>
    app.ask("/api/alarms/support-spend/snooze", sendJson("POST", { hours }));
  const answer = alarmSnoozeResponse.parse(await (await snooze(2)).json());
  expect(answer).toEqual({ snoozed_until: "2026-11-20T14:30:00.000Z" });
  await app.alarms.tick();

  expect(webhook.received).toEqual([]);
  expect(await listed(app)).toMatchObject({
    state: "firing",
    snoozed_until: "2026-11-20T14:30:00.000Z",
  });
  nowMs += 2 * HOUR_MS;
  await app.alarms.tick();
  expect(kinds(webhook)).toEqual(["reminder"]);

  await snooze(1);
  await snooze(0);
  expect(await listed(app)).toMatchObject({ snoozed_until: null });
  await expectError(
    await app.ask("/api/alarms/nothing/snooze", sendJson("POST", { hours: 1 })),
    404,
    "not_found",
  );
});

test.each([
  ["woken", 0],
  ["snoozed for less", 1],
])("one that began to fire while it slept is told of when it is %s", async (_, hours) => {
  const app = watching({ window: "24h" });
  const snooze = (forHours: number) =>
    app.ask("/api/alarms/support-spend/snooze", sendJson("POST", { hours: forHours }));
  await snooze(48);
  await app.alarms.tick();
  nowMs += HOUR_MS;
  await app.alarms.tick();
  await snooze(hours);

  nowMs += HOUR_MS;
  await app.alarms.tick();
  nowMs += HOUR_MS;
  await app.alarms.tick();

  expect(kinds(webhook)).toEqual(["reminder"]);
});

test("a notifier is tested by its name, and tests are bounded", async () => {
  const app = watching();
  const send = (name: string) => app.ask(`/api/notifiers/${name}/test`, { method: "POST" });

  expect(alarmTestResponse.parse(await (await send("hook")).json()).results).toEqual([
    { notifier: "hook", delivered: true, error: null },
  ]);
  expect(webhook.received).toMatchObject([{ kind: "notifier_test", notifier: "hook" }]);
  await expectError(await send("nobody"), 404, "not_found");
  for (let count = 1; count < 10; count += 1) await send("hook");
  await expectError(await send("hook"), 429, "too_many_requests");

  nowMs += 10 * MINUTE_MS;
  expect((await send("hook")).status).toBe(200);
});

test("metrics say what cannot be judged, what happened, and how deliveries ended", async () => {
  const app = watching({ min_calls: 0, notify: ["hook", "chat"] });
  slack.answerWith(500);
  await app.alarms.tick();

  const metrics = await (await app.ask("/metrics")).text();

  expect(metrics).toContain('headgate_alarm_unjudged{alarm="support-spend"} 0');
  expect(metrics).toContain('headgate_alarm_messages_total{alarm="support-spend",kind="fired"} 1');
  expect(metrics).toContain(
    'headgate_alarm_delivery_attempts_total{notifier="hook",end="delivered"} 1',
  );
  expect(metrics).toContain(
    'headgate_alarm_delivery_attempts_total{notifier="chat",end="failed"} 1',
  );
});
