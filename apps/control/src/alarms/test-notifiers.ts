import { randomUUID } from "node:crypto";
import {
  type AlarmConfig,
  type AlarmTestResult,
  type HeadgateConfig,
  HeadgateError,
} from "@headgate/contract";
import { deliver } from "../notifiers/deliver.ts";
import type { DeliveryOutcome, Notice } from "../notifiers/notice.ts";
import { consoleUrlOf } from "./alarm-message.ts";

/** Tests that one process sends in {@link WINDOW_MS}: each makes a stranger's server work. */
const MOST_TESTS = 10;
const WINDOW_MS = 10 * 60_000;

type Options = Readonly<{
  config: () => HeadgateConfig;
  nowMs: () => number;
  stopped: AbortSignal;
}>;

/** Sends tests, a bounded number of them. */
export function createNotifierTests({ config, nowMs, stopped }: Options) {
  let sentAtMs: readonly number[] = [];

  /** @throws HeadgateError `too_many_requests` */
  const count = (): void => {
    const now = nowMs();
    sentAtMs = sentAtMs.filter((atMs) => atMs > now - WINDOW_MS);
    const [oldest] = sentAtMs;
    if (sentAtMs.length >= MOST_TESTS && oldest !== undefined) {
      const seconds = Math.ceil((oldest + WINDOW_MS - now) / 1_000);
      throw new HeadgateError(
        "too_many_requests",
        `${MOST_TESTS} tests in ten minutes are the most; the next can be sent in ${seconds} s.`,
      );
    }
    sentAtMs = [...sentAtMs, now];
  };

  const send = async (notifier: string, notice: Notice): Promise<AlarmTestResult> => {
    const to = config().notifiers[notifier];
    const outcome: DeliveryOutcome | undefined =
      to === undefined ? undefined : await deliver(notice, to, stopped);
    if (outcome?.kind === "delivered") return { notifier, delivered: true, error: null };
    const error = outcome?.reason ?? `no notifier "${notifier}" is configured`;
    return { notifier, delivered: false, error };
  };

  return {
    /** @throws HeadgateError `request_invalid` when the alarm notifies nobody, `too_many_requests` */
    testAlarm: async (alarm: AlarmConfig, notice: Notice): Promise<readonly AlarmTestResult[]> => {
      if (alarm.notify.length === 0) {
        throw new HeadgateError(
          "request_invalid",
          `the alarm ${alarm.name} notifies nobody: give it notify in headgate.yaml`,
        );
      }
      count();
      return Promise.all(alarm.notify.map((notifier) => send(notifier, notice)));
    },
    /** @throws HeadgateError `not_found` when there is no such notifier, `too_many_requests` */
    testNotifier: async (notifier: string): Promise<AlarmTestResult> => {
      if (config().notifiers[notifier] === undefined) {
        throw new HeadgateError("not_found", `notifier ${notifier}`);
      }
      count();
      return send(notifier, notifierTestNotice(notifier, consoleUrlOf(config())));
    },
  } as const;
}

function notifierTestNotice(notifier: string, consoleUrl: string | undefined): Notice {
  const id = randomUUID();
  const text = `This is a test of the notifier ${notifier}. Nothing has happened.`;
  const link = consoleUrl === undefined ? null : `${consoleUrl}/alarms`;
  return {
    id,
    subject: `Headgate: ${notifier} is tested`,
    parts: [{ text, details: [], link, mark: "plain" }],
    payload: { version: 1, id, kind: "notifier_test", notifier, link, text },
  };
}
