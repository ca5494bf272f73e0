import { amountPerMonth, byModelAndFeature, type CallSaving, scopeText } from "@headgate/levers";
import { displayDollars, formatDollars, picodollars, ZERO } from "@headgate/money";
import type { Finding, FindingName } from "./advice-of-finding.ts";
import type { LeftCalls } from "./left-calls.ts";
import { type Retrieved, retrievedIn, withoutBytes } from "./retrieved-in.ts";

/** Of the prompts of calls that carry documents: below it there is little to shorten. */
const LEAST_SHARE = 0.25;
/** With fewer passages, half as many is a leap in the dark. */
const LEAST_PASSAGES = 4;
/** About a page of text, 1,000 tokens: of longer passages a part alone tends to answer. */
const LONG_PASSAGE_BYTES = 4_000;

/** Of the calls whose rows tell their passages, with the bytes of those alone. */
type Counted = Readonly<{
  told: readonly Retrieved[];
  bytes: number;
  passages: number;
  distinct: number | undefined;
}>;

/**
 * Where much of what is paid for is passages that a search put into prompts. How many answers need no row tells: what half of
 * them cost is the most that a trial could bring, and it could bring nothing.
 */
export function findRetrievedText(left: LeftCalls): readonly Finding[] {
  return byModelAndFeature(left.calls).flatMap(({ scope, calls }): Finding[] => {
    const retrieved = retrievedIn(calls);
    const documents = retrieved.reduce((sum, one) => sum + one.documents, 0);
    const all = retrieved.reduce((sum, one) => sum + one.all, 0);
    if (all === 0 || documents / all < LEAST_SHARE) return [];
    const counted = countedIn(retrieved);
    const perPrompt = counted === undefined ? undefined : counted.passages / counted.told.length;
    const isMany = counted !== undefined && perPrompt !== undefined && perPrompt >= LEAST_PASSAGES;
    const costs = retrieved.map((one) => withoutBytes(left.history, one, one.documents));
    const known = costs.filter(({ saved }) => saved !== undefined);
    const share = Math.round((100 * documents) / all);
    const named = { kind: "retrieved-text", scope } as const;
    const most = isMany ? halfOf(left, named, counted.told) : undefined;
    return [
      {
        ...{ ...named, phase: "quick_wins" },
        title: isMany
          ? `Try half of the ${Math.round(perPrompt)} passages in prompts of ${scopeText(scope)}: they are ${share} % of them`
          : `Try fewer or shorter passages in prompts of ${scopeText(scope)}: they are ${share} % of them`,
        steps: stepsFor(counted),
        ...(most ?? { dollars: null, savedInRange: null }),
        callIds: retrieved.slice(0, 20).map(({ call }) => call.row.call_id),
        unknownCalls: costs.length - known.length,
        figures: [
          { what: "calls that carry documents", value: String(retrieved.length) },
          { what: "share of documents in their prompts, by bytes", value: `${share} %` },
          {
            what: "spent on documents a month, by their share of the bytes",
            value: displayDollars(monthlyOfAll(left, known)),
          },
          ...figuresOf(counted),
        ],
        confidence: {
          level: "low",
          reason: isMany
            ? "What the passages cost is worked out by their bytes; how many are needed is not known: it is at most this."
            : "What the passages cost is worked out by their bytes; how many are needed is not known.",
        },
        quality: {
          risk: "medium",
          reason: "Answers can miss what a passage that was left out would have told.",
          check:
            "Ask a sample of real questions both ways, and have the answers compared: by people, or by a judge that people tried.",
        },
        effortHours: 8,
        depth: "facts",
      },
    ];
  });
}

/** What the half of the passages costs that was found last, as the most that leaving them out could save: of calls that tell how many there were. */
function halfOf(
  left: LeftCalls,
  finding: FindingName,
  retrieved: readonly Retrieved[],
): Pick<Finding, "dollars" | "savedInRange"> | undefined {
  const taken = left.take(
    finding,
    retrieved.map((one) => withoutBytes(left.history, one, Math.floor(one.documents / 2))),
  );
  if (taken?.dollars == null) return undefined;
  const { dollars, savedInRange } = taken;
  return { dollars: { ...dollars, low: formatDollars(ZERO) }, savedInRange };
}

/** How many passages there were, where rows tell, and how many of them were not the same; digests are of a prompt's first ones. */
function countedIn(retrieved: readonly Retrieved[]): Counted | undefined {
  const told = retrieved.filter(({ call }) => call.row.request_facts?.passages !== undefined);
  if (told.length === 0) return undefined;
  const facts = told.flatMap(({ call }) => call.row.request_facts?.passages ?? []);
  const digests = facts.flatMap((passages) => passages.digests);
  const passages = facts.reduce((sum, { count }) => sum + count, 0);
  const bytes = told.reduce((sum, { documents }) => sum + documents, 0);
  const distinct = digests.length === passages ? new Set(digests).size : undefined;
  return { told, bytes, passages, distinct };
}

function stepsFor(counted: Counted | undefined): readonly string[] {
  const isLong = counted !== undefined && counted.bytes / counted.passages > LONG_PASSAGE_BYTES;
  return [
    "Ask a sample of real questions with half as many passages, and compare the answers.",
    isLong
      ? "Passages are longer than a page: try chunks half as long with as many of them."
      : "Leave out passages whose score is low, and cut chunks with less overlap.",
    "A reranker puts what is needed first, so that fewer passages do: hold its price a search against what the passages cost.",
  ];
}

function figuresOf(counted: Counted | undefined): Finding["figures"] {
  if (counted === undefined) return [];
  const { told, bytes, passages, distinct } = counted;
  return [
    { what: "passages a prompt", value: (passages / told.length).toFixed(1) },
    { what: "bytes a passage", value: String(Math.round(bytes / passages)) },
    ...(distinct === undefined
      ? []
      : [
          {
            what: "of the passages had stood in an earlier prompt",
            value: `${Math.round(100 * (1 - distinct / passages))} %`,
          },
        ]),
  ];
}

/** As uncached input. */
const monthlyOfAll = ({ history }: LeftCalls, known: readonly CallSaving[]) =>
  picodollars(
    known.reduce(
      (sum, { call, saved }) =>
        saved === undefined ? sum : sum + amountPerMonth(history, saved, call),
      0n,
    ),
  );
