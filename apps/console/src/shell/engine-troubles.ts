import { counted, type EngineStatus } from "@headgate/contract";

/** What a server that does not answer means for what is on screen, and for calls. */
const meanings: Readonly<Record<EngineStatus["part"], string>> = {
  ledger: "Figures cannot be read; calls go on, and their rows wait in the spools.",
  state: "Keys, alarms and recommendations cannot be read or changed; calls go on.",
  counters: "Budgets that refuse are closed, unless an allowance is configured.",
};

type EngineTrouble = Readonly<{ part: EngineStatus["part"]; text: string }>;

/**
 * A sentence for each server that does not answer, or that something is wrong with. How long is told in whole minutes: screen readers
 * say the sentence again whenever it changes.
 */
export const engineTroubles = (
  engines: readonly EngineStatus[],
  nowMs: number,
): readonly EngineTrouble[] =>
  engines.flatMap(
    ({ part, engine, address, not_answering_since: since, problem }): EngineTrouble[] => {
      const name = `The ${part} (${engine} at ${address})`;
      if (since !== null) {
        const forMs = Math.max(0, nowMs - Date.parse(since));
        return [
          { part, text: `${name} has not answered for ${wholeMinutes(forMs)}. ${meanings[part]}` },
        ];
      }
      return problem === null ? [] : [{ part, text: `${name}: ${problem}` }];
    },
  );

function wholeMinutes(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "less than a minute";
  return minutes < 60 ? counted(minutes, "minute") : counted(Math.floor(minutes / 60), "hour");
}
