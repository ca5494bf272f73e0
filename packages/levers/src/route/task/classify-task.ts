import { hash } from "node:crypto";
import { type ModelTier, modelTiers, type TaskClass, taskClasses } from "@headgate/contract";
import type { JsonObject, PromptView } from "@headgate/providers";
import { answerFormOf } from "../../answer-form.ts";
import { putUsed } from "../../put-newest.ts";
import { systemText } from "./system-text.ts";
import { type Cue, cuesIn, type PlaceWeight } from "./task-cues.ts";

export type TaskVerdict =
  | Readonly<{
      kind: "task";
      task: TaskClass;
      tier: ModelTier;
      /** What it was told by: words of our own lists, and what the request is made of. */
      cues: readonly string[];
    }>
  | Readonly<{
      kind: "not_sure";
      /** `no_cue`: nothing says what is asked for; `too_close`: as much says that it is something harder. */
      reason: "no_cue" | "too_close";
      nearest: TaskClass | undefined;
    }>;

/** One plain cue at a place that counts, or two slight ones. */
const LEAST = 2;
/** What asks for a dearer tier stays behind by so much. */
const MARGIN = 1;
/** So much of the system prompt, and of the head and the tail of the last message, is looked at. */
const SYSTEM_UNITS = 1_500;
const MESSAGE_UNITS = 400;
/** An answer of so few tokens is a name, or yes or no. */
const SHORT_ANSWER = 16;
const MANY_TOOLS = 4;
const CODE_MARKS = /```|[;{]\s*\n|^\s*(?:def|class|import|function|const|SELECT)\b/mu;

/** Instructions begin with what is asked for. */
const inSystem: PlaceWeight = (nth) => (nth < 40 ? 1 : 0.5);
const inMessage: PlaceWeight = (nth) => (nth < 12 ? 1 : 0.5);
/** Beside a system prompt that says what is asked for, a message is mostly what it is asked of. */
const MESSAGE_BESIDE_SYSTEM = 0.25;

/**
 * What a call is for, by cheap cues: words of the system prompt and of the last message, tools, the form and the length of
 * the answer. It is an assumption and no more. Not sure is an answer: so it is where nothing says what is asked for, and
 * where nearly as much says that it is something of a dearer tier. Anything that looks legal or medical is that.
 */
export function classifyTask(view: PromptView, request: JsonObject): TaskVerdict {
  const said = messageTexts(view);
  const asksForJson = answerFormOf(view.format, request)?.isJson === true;
  const ofSystem = systemCues(systemText(view).slice(0, SYSTEM_UNITS));
  const ofMessage = said.flatMap((text) => cuesIn(text, inMessage));
  const share = Math.max(0, ...scoresOf(ofSystem).values()) >= LEAST ? MESSAGE_BESIDE_SYSTEM : 1;
  const cues = [
    ...ofSystem,
    ...ofMessage.map(({ task, word, weight }) => ({ task, word, weight: weight * share })),
    ...requestCues(view, said, asksForJson),
  ];
  return verdictOf(asksForJson || cues.some(isStructured) ? asStructured(cues) : cues);
}

/** System prompts come again with each call; they are known by digests, in some hundred bytes each. */
const knownSystems = new Map<string, readonly Cue[]>();
const MOST_SYSTEMS = 2_000;

function systemCues(system: string): readonly Cue[] {
  const key = hash("sha256", system, "base64url");
  const cues = knownSystems.get(key) ?? cuesIn(system, inSystem);
  putUsed(knownSystems, key, cues, MOST_SYSTEMS);
  return cues;
}

function verdictOf(cues: readonly Cue[]): TaskVerdict {
  const scores = scoresOf(cues);
  const ranked = [...scores].sort(([, one], [, other]) => other - one);
  const risky = scores.get("legal_medical");
  const [task, score] =
    risky !== undefined && risky >= LEAST ? (["legal_medical", risky] as const) : (ranked[0] ?? []);
  if (task === undefined || score === undefined || score < LEAST) {
    return { kind: "not_sure", reason: "no_cue", nearest: task };
  }
  const { tier } = taskClasses[task];
  const isClose = ranked.some(
    ([other, its]) => its > score - MARGIN && isDearer(taskClasses[other].tier, tier),
  );
  if (isClose) return { kind: "not_sure", reason: "too_close", nearest: task };
  return {
    kind: "task",
    task,
    tier,
    cues: [...new Set(cues.filter((cue) => cue.task === task).map(({ word }) => word))],
  };
}

export const isDearer = (one: ModelTier, other: ModelTier): boolean =>
  modelTiers.indexOf(one) > modelTiers.indexOf(other);

function scoresOf(cues: readonly Cue[]): ReadonlyMap<TaskClass, number> {
  const scores = new Map<TaskClass, number>();
  for (const { task, weight } of cues) {
    const before = scores.get(task);
    scores.set(task, before === undefined ? weight : before + weight);
  }
  return scores;
}

/** The head and the tail of what the user said last; the same once where it is short. */
function messageTexts({ messages }: PromptView): readonly string[] {
  const last = messages.findLast(({ role, texts }) => role === "user" && texts.length > 0);
  const text = last?.texts.map((one) => one.text).join("\n");
  if (text === undefined) return [];
  if (text.length <= 2 * MESSAGE_UNITS) return [text];
  return [text.slice(0, MESSAGE_UNITS), text.slice(-MESSAGE_UNITS)];
}

/** What a request is made of says something by itself. */
function requestCues(
  view: PromptView,
  said: readonly string[],
  asksForJson: boolean,
): readonly Cue[] {
  const cues: Cue[] = [];
  if (view.messages.some(({ toolResults }) => toolResults.length > 0)) {
    cues.push({ task: "multi_step", word: "results of tools", weight: 2.5 });
  } else if (view.tools.length > 0) {
    cues.push({ task: "multi_step", word: "tools", weight: 1 });
  }
  if (view.tools.length >= MANY_TOOLS) {
    cues.push({ task: "multi_step", word: "many tools", weight: 1 });
  }
  if (asksForJson) {
    cues.push({ task: "structured_extraction", word: "an answer in JSON", weight: 1.5 });
  }
  if (said.some((text) => CODE_MARKS.test(text))) {
    cues.push({ task: "code", word: "marks of code", weight: 1.5 });
  }
  const most = view.maxOutput.value;
  if (most !== undefined && most <= SHORT_ANSWER) {
    for (const task of ["intent", "filtering", "sentiment", "language"] as const) {
      cues.push({ task, word: "a short answer", weight: 0.5 });
    }
  }
  return cues;
}

const isStructured = ({ task, weight }: Cue): boolean =>
  task === "structured_extraction" && weight >= 1;

/** What is to be extracted into JSON is many fields at once. */
const asStructured = (cues: readonly Cue[]): readonly Cue[] =>
  cues.map((cue) =>
    cue.task === "extraction" ? { ...cue, task: "structured_extraction" as const } : cue,
  );
