import type { ReportConfig } from "@headgate/contract";
import type { Logger } from "pino";
import { pauseAfter } from "../alarms/deliver-messages.ts";
import { oneAtATime } from "../alarms/one-at-a-time.ts";
import type { Range } from "../insight/compare-usage.ts";
import type { Marks } from "../leading/marks.ts";
import { deliver } from "../notifiers/deliver.ts";
import { loadWeekly, type WeeklyDependencies } from "./load-weekly.ts";
import { reportFiles } from "./report-files.ts";
import { weeklyNotice } from "./weekly-notice.ts";
import { duePeriods, type WeeklyPeriod } from "./weekly-period.ts";

/** Looked at once in this time. */
export const WEEKLY_INTERVAL_MS = 60_000;
/** Weeks that are made after the fact, when Headgate was down for longer. */
const MOST_MISSED = 4;
const markOf = ({ name }: ReportConfig, day: string): string => `report ${name} ${day}`;
const rangeOf = (fromMs: number, toMs: number): Range => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});
/** A report that nobody took for so long is not news. */
const GIVEN_UP_AFTER_MS = 24 * 60 * 60_000;

export interface WeeklyWatch {
  /** Makes the reports that are due and not made, and sends what was not taken yet. What fails is logged and tried again. */
  tick(): Promise<void>;
  /** Ends what is on its way; what was not delivered waits for the next start. */
  close(): Promise<void>;
}

type Options = WeeklyDependencies &
  Readonly<{
    folder: string;
    /** What another node has made and sent: absent where there is this one alone. */
    marks?: Marks | undefined;
    log: Logger;
  }>;

/**
 * Makes each configured report once a week: its files are what says that it was made, also over restarts. A
 * delivery that was cut off behind the receiver's answer is repeated, under the same id.
 */
export function createWeeklyWatch(options: Options): WeeklyWatch {
  const { folder, config, nowMs, log, marks } = options;
  const stop = new AbortController();
  const files = reportFiles(folder);
  /** Failed deliveries, by what is sent to whom. A restart tries at once. */
  const failures = new Map<string, Readonly<{ count: number; againAtMs: number }>>();

  const missing = async (report: ReportConfig): Promise<readonly WeeklyPeriod[]> => {
    const made = await files.made(report.name);
    const [latest, ...earlier] = duePeriods(report, nowMs(), MOST_MISSED);
    if (latest === undefined || made.has(latest.day)) return [];
    // Of a report that is new only the last week: nobody missed the weeks before.
    const known = earlier.findIndex(({ day }) => made.has(day));
    const missed = made.size === 0 ? [] : known < 0 ? earlier : earlier.slice(0, known);
    return [...missed].reverse().concat(latest);
  };

  const make = async (report: ReportConfig, week: WeeklyPeriod) => {
    const { dueMs, day } = week;
    const period = rangeOf(week.fromMs, week.toMs);
    const before = rangeOf(week.beforeFromMs, week.fromMs);
    const { name, filter, time_zone: timeZone } = report;
    const weekly = await loadWeekly(options, { name, filter, timeZone, period, before, dueMs });
    await files.write(name, day, weekly);
    log.info({ report: name, day, is_late: weekly.is_late }, "weekly report made");
  };

  /** @returns whether nobody waits for it any more */
  const send = async (report: ReportConfig, day: string): Promise<boolean> => {
    const sent = await files.deliveries(report.name, day);
    const waiting = report.notify.filter((notifier) => sent[notifier] === undefined);
    if (waiting.length === 0) return true;
    const weekly = await files.read(report.name, day);
    const isOld = (): boolean => nowMs() - Date.parse(weekly.made_at) >= GIVEN_UP_AFTER_MS;
    const notice = weeklyNotice(weekly, `${report.name}:${day}`);
    for (const name of waiting) {
      const settle = async (as: "delivered" | "given_up"): Promise<void> => {
        sent[name] = as;
        await files.recordDeliveries(report.name, day, sent);
        await marks?.set(`${markOf(report, day)} ${name}`, nowMs());
      };
      // Another node that made the same week may have told it before it went.
      if (await marks?.has(`${markOf(report, day)} ${name}`)) {
        await settle("delivered");
        continue;
      }
      // A notifier that was added since is told of the next week, not of weeks that are over.
      if (isOld() && !failures.has(`${notice.id} ${name}`)) {
        log.info({ report: report.name, day, notifier: name }, "an old weekly report is not sent");
        await settle("given_up");
        continue;
      }
      const notifier = config().notifiers[name];
      if (notifier === undefined || stop.signal.aborted) continue;
      const delivery = `${notice.id} ${name}`;
      const before = failures.get(delivery);
      if (before !== undefined && before.againAtMs > nowMs()) continue;
      const outcome = await deliver(notice, notifier, stop.signal);
      if (outcome.kind === "delivered") {
        failures.delete(delivery);
        await settle("delivered");
        if (outcome.missed !== undefined)
          log.warn(
            { report: report.name, notifier: name, error: outcome.missed },
            "report did not reach everybody",
          );
      } else if (stop.signal.aborted) return false;
      else {
        const count = (before?.count ?? 0) + 1;
        const { retryAfterMs = 0 } = outcome;
        // A receiver that asks for more than a day would never be told.
        const pauseMs = Math.max(pauseAfter(count), Math.min(retryAfterMs, GIVEN_UP_AFTER_MS));
        failures.set(delivery, { count, againAtMs: nowMs() + pauseMs });
        log.warn(
          { report: report.name, notifier: name, error: outcome.reason },
          "report not delivered",
        );
        if (!isOld()) continue;
        failures.delete(delivery);
        await settle("given_up");
      }
    }
    return report.notify.every((notifier) => sent[notifier] !== undefined);
  };

  const lookAtAll = oneAtATime(async () => {
    for (const report of config().reports) {
      if (stop.signal.aborted) return;
      try {
        for (const period of await missing(report)) {
          if (!(await marks?.has(markOf(report, period.day)))) await make(report, period);
        }
        const made = await files.made(report.name);
        const recent = duePeriods(report, nowMs(), MOST_MISSED).filter(({ day }) => made.has(day));
        for (const { day } of recent.reverse()) {
          // Until nobody waits, a node that takes over makes the week again and tells those that were not told.
          if (await send(report, day)) await marks?.set(markOf(report, day), nowMs());
        }
      } catch (error) {
        log.error({ err: error, report: report.name }, "a weekly report waits for the next minute");
      }
    }
  });

  return {
    tick: lookAtAll,
    close: async () => {
      stop.abort();
      await lookAtAll.underWay();
    },
  };
}
