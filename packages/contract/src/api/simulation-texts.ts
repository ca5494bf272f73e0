import { counted } from "../counted.ts";
import type { SimulationReport } from "./simulation.ts";

/** What becomes of durations and answers, today beside the new, a sentence each; what neither touches is left out. */
export function simulationTexts({ latency, quality, calls }: SimulationReport): readonly string[] {
  const { uncertified, cut, near_answers: near } = quality;
  return [
    ...(latency.answered === 0
      ? []
      : [
          `A cache answers ${counted(latency.answered, "call")} at once: ${(latency.saved_ms / 1_000).toLocaleString("en-US", { maximumFractionDigits: 1 })} seconds of waiting fewer.`,
        ]),
    ...(latency.moved === 0
      ? []
      : [
          `${counted(latency.moved, "call goes", "calls go")} to another model${latency.moved_unknown === 0 ? ", which takes its recorded median" : `; of ${latency.moved_unknown} it is not known how long they take there`}.`,
        ]),
    ...(latency.deferred === 0
      ? []
      : [
          `${counted(latency.deferred, "call is", "calls are")} answered later; when is not known.`,
        ]),
    ...(latency.untold === 0
      ? []
      : [`How long ${counted(latency.untold, "call")} took is not recorded: they are in no mean.`]),
    ...shares("Answered by another model that no label certifies", uncertified, calls),
    ...shares("Answers that end at a limit", cut, calls),
    ...(near.now.calls === 0 && near.next.calls === 0
      ? []
      : [
          `May get a near question's answer: ${near.now.calls} calls now (${boundText(near.now)}), ${near.next.calls} then (${boundText(near.next)}).`,
        ]),
  ];
}

const shares = (
  what: string,
  { now, next }: Readonly<{ now: number; next: number }>,
  calls: number,
): readonly string[] =>
  now === 0 && next === 0
    ? []
    : [
        `${what}: ${now.toLocaleString("en-US")} of ${counted(calls, "call")} now (${shareText(now, calls)}), ${next.toLocaleString("en-US")} then (${shareText(next, calls)}).`,
      ];

const shareText = (part: number, all: number): string =>
  `${((100 * part) / all).toLocaleString("en-US", { maximumFractionDigits: 1 })} %`;

const boundText = ({
  calls,
  most_wrong: most,
}: SimulationReport["quality"]["near_answers"]["now"]): string =>
  calls === 0
    ? "none"
    : most === null
      ? "no bound on wrong ones is stated"
      : `at most ${shareText(most, 1)} of them wrong`;
