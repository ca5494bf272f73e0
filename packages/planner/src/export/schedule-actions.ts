import { hash } from "node:crypto";
import type { ScheduledAction } from "@headgate/contract";

const MINUTES_PER_WEEK = 7 * 24 * 60;

/**
 * The actions of a schedule: down where a window begins, up so long before its end that the first answer is there in
 * time. Windows at the same hour of several days are one action.
 */
export function actionsOf(
  windows: readonly Readonly<{ from: number; to: number }>[],
  terms: Readonly<{ name: string; usual: number; least: number; wakeUpSeconds: number }>,
): readonly ScheduledAction[] {
  const lead = Math.ceil(terms.wakeUpSeconds / 60);
  return [
    ...grouped(
      windows.map(({ from }) => from * 60),
      { name: `${terms.name}-down`, machines: terms.least },
    ),
    ...grouped(
      windows.map(({ to }) => to * 60 - lead),
      { name: `${terms.name}-up`, machines: terms.usual },
    ),
  ];
}

function grouped(
  weekMinutes: readonly number[],
  { name, machines }: Readonly<{ name: string; machines: number }>,
): ScheduledAction[] {
  const byTime = new Map<number, number[]>();
  for (const weekMinute of weekMinutes) {
    const within = ((weekMinute % MINUTES_PER_WEEK) + MINUTES_PER_WEEK) % MINUTES_PER_WEEK;
    const [day, time] = [Math.floor(within / 1440), within % 1440];
    const days = byTime.get(time);
    if (days === undefined) byTime.set(time, [day]);
    else if (!days.includes(day)) days.push(day);
  }
  return [...byTime].map(([time, days], index) => ({
    name: index === 0 ? name : `${name}-${index + 1}`,
    minute: time % 60,
    hour: Math.floor(time / 60),
    days: [...days].sort((one, other) => one - other),
    machines,
  }));
}

const NAMES = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

/** Application Auto Scaling's: `cron(0 18 ? * MON,TUE *)` (https://docs.aws.amazon.com/cli/latest/reference/application-autoscaling/put-scheduled-action.html, read 2026-11-29). */
export const awsCron = ({ minute, hour, days }: ScheduledAction): string =>
  `cron(${minute} ${hour} ? * ${days.map((day) => NAMES[day]).join(",")} *)`;

/** Unix's five fields, 0 being Sunday: EC2 Auto Scaling, KEDA, Kubernetes. */
export const unixCron = ({
  minute,
  hour,
  days,
}: Pick<ScheduledAction, "minute" | "hour" | "days">): string =>
  `${minute} ${hour} * * ${days
    .map((day) => (day + 1) % 7)
    .sort((one, other) => one - other)
    .join(",")}`;

const MOST_LETTERS = 50;
const DIGEST_LETTERS = 8;

/**
 * A name that all tools take: lower case, digits and hyphens. Where it would be cut, or loses letters of another alphabet,
 * it ends in a digest of the whole, so that names that differ at their end (up, down) still differ.
 */
export function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (plain.length <= MOST_LETTERS && plain !== "" && !/[^\p{ASCII}]/u.test(name)) return plain;
  const kept = plain.slice(0, MOST_LETTERS - DIGEST_LETTERS - 1);
  return [kept.replace(/-+$/, ""), hash("sha256", name).slice(0, DIGEST_LETTERS)]
    .filter((part) => part !== "")
    .join("-");
}
