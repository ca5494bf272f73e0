import { inputTokens, promptPartNames } from "@headgate/contract";
import { amountPerMonth, type History, type HistoryCall } from "@headgate/levers";
import { displayDollars, type Picodollars, picodollars } from "@headgate/money";
import type { Finding } from "./advice-of-finding.ts";
import type { LeftCalls } from "./left-calls.ts";

/** Of the prompts of calls that carry documents: below it there is little to shorten. */
const LEAST_SHARE = 0.25;

type Retrieved = Readonly<{ call: HistoryCall; documents: number; all: number }>;

/** Calls that carry documents, of all whose prompts were looked at. */
export function retrievedIn(calls: readonly HistoryCall[]) {
  let looked = 0;
  const retrieved: Retrieved[] = [];
  for (const call of calls) {
    const parts = call.row.prompt_parts;
    if (parts === undefined || call.row.operation !== "chat") continue;
    looked += 1;
    const { documents } = parts;
    if (documents === undefined || documents === 0) continue;
    const all = promptPartNames.reduce((sum, name) => {
      const bytes = parts[name];
      return bytes === undefined ? sum : sum + bytes;
    }, 0);
    retrieved.push({ call, documents, all });
  }
  return { looked, retrieved };
}

/** Where much of what is paid for is passages that a search put into prompts: how many and how long is worth a trial. */
export function findRetrievedText(left: LeftCalls): readonly Finding[] {
  const { retrieved } = retrievedIn(left.calls);
  const [documents, all] = (["documents", "all"] as const).map((which) =>
    retrieved.reduce((sum, one) => sum + one[which], 0),
  ) as [number, number];
  if (all === 0 || documents / all < LEAST_SHARE) return [];
  const costs = retrieved.map((one) => costOfText(left.history, one));
  const known = costs.filter((cost) => cost !== undefined);
  const spent = known.reduce((sum, cost) => sum + cost, 0n);
  const share = Math.round((100 * documents) / all);
  return [
    {
      ...{ kind: "retrieved-text", phase: "quick_wins", scope: { operation: "chat" } },
      title: `Try fewer or shorter passages: they are ${share} % of the prompts that carry some`,
      steps: [
        "Ask a sample of real questions with half as many passages, and compare the answers.",
        "Cut passages with less overlap, and leave out those whose score is low.",
      ],
      // How many passages answers need is not known, so neither is what can be saved.
      ...{ dollars: null, savedInRange: null },
      callIds: retrieved.slice(0, 20).map(({ call }) => call.row.call_id),
      unknownCalls: costs.length - known.length,
      figures: [
        { what: "calls that carry documents", value: String(retrieved.length) },
        { what: "share of documents in their prompts, by bytes", value: `${share} %` },
        {
          what: "spent on documents a month, by their share of the bytes",
          value: displayDollars(picodollars(spent)),
        },
      ],
      confidence: {
        level: "low",
        reason:
          "What the passages cost is worked out by their bytes; how many are needed is not known.",
      },
      quality: {
        risk: "medium",
        reason: "Answers can miss what a passage that was left out would have told.",
        check: "Compare answers to a sample of real questions before and after.",
      },
      effortHours: 8,
      depth: "facts",
    },
  ];
}

/** A month's, as uncached input; undefined where the usage or the price does not tell. */
function costOfText(
  history: History,
  { call, documents, all }: Retrieved,
): Picodollars | undefined {
  const { usage } = call.row;
  const [tokens, { input }] = [inputTokens(usage), usage];
  if (tokens === undefined || input === undefined || call.cost === undefined) return undefined;
  const ofDocuments = Math.min(input, Math.floor((tokens * documents) / all));
  const without = history.price(call, { ...usage, input: input - ofDocuments });
  if (without === undefined) return undefined;
  const spent = picodollars(call.cost - without);
  return amountPerMonth(history, spent, call);
}
