import type { JsonObject } from "../../json-values.ts";
import { type Effort, efforts, type Reasoning, type Settings } from "../conversation.ts";
import { budgetForEffort, effortOf } from "../effort.ts";
import type { Fields } from "../fields.ts";
import type { RequestNotes } from "../format.ts";
import { takesEffortOnly } from "./sampling.ts";

/** Reads `thinking` and `output_config.effort`. */
export function readThinking(request: Fields, config: Fields | undefined): Reasoning | undefined {
  const said = config?.text("effort");
  const effort = efforts.find((known): known is Effort => known === said);
  if (said !== undefined && effort === undefined) config?.lose("effort", `"${said}" is not known`);
  const thinking = readMode(request);
  if (thinking === undefined && effort === undefined) return undefined;
  return { ...thinking, ...(effort !== undefined && { effort }) };
}

function readMode(request: Fields): Reasoning | undefined {
  const thinking = request.fields("thinking", "thinking");
  if (thinking === undefined) return undefined;
  const type = thinking.neededText("type");
  if (type === "disabled") {
    thinking.done();
    return { mode: "off" };
  }
  const shown = thinking.text("display") !== "omitted";
  if (type === "enabled") {
    const budgetTokens = thinking.number("budget_tokens");
    if (budgetTokens === undefined) throw thinking.invalid("budget_tokens", "a number");
    thinking.done();
    return { budgetTokens, shown };
  }
  if (type === "adaptive") {
    thinking.done();
    return { mode: "adaptive", shown };
  }
  thinking.lose("type", `"${type}" is Anthropic's own`);
  return undefined;
}

/** Anthropic's least budget (`ThinkingConfigEnabled` in https://www.npmjs.com/package/@anthropic-ai/sdk 1.12.0, read 2026-11-28). */
const LEAST_BUDGET = 1024;

/**
 * Claude Sonnet 4.5, Opus 4.5 and older do not decide how much they think: they take a budget
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-adaptive-thinking.html, read 2026-11-28).
 */
const TAKES_BUDGET =
  /claude-(?:[23]|instant|(?:opus|sonnet|haiku)-4(?:-[0-5])?(?=$|[-@:](?:v\d|latest|20\d{6})|[@:]))/;
export const takesBudgetOnly = (model: string): boolean => TAKES_BUDGET.test(model);

/** What goes into `thinking` and into `output_config.effort`. */
export type WrittenThinking = Readonly<{ thinking?: JsonObject; effort?: string }>;

/** @param maxTokens the answer's limit, which must be greater than the budget */
export function writeThinking(
  { reasoning }: Settings,
  model: string,
  maxTokens: number,
  notes: RequestNotes,
): WrittenThinking {
  if (reasoning === undefined) return {};
  if (reasoning.mode === "off") return switchedOff(model, notes);
  const display = reasoning.shown === false ? { display: "omitted" } : {};
  const effort = writeEffort(reasoning, model, notes);
  const asked = budgetOf(reasoning, model, notes);
  if (asked === undefined) {
    return {
      thinking: { type: "adaptive", ...display },
      ...(effort !== undefined && { effort }),
    };
  }
  const budget = Math.max(LEAST_BUDGET, Math.min(asked, maxTokens - 1));
  if (budget !== asked) {
    notes.approximateSetting("reasoning", `the budget of ${asked} tokens became ${budget}`);
  }
  return {
    thinking: { type: "enabled", budget_tokens: budget, ...display },
    ...(effort !== undefined && !takesBudgetOnly(model) && { effort }),
  };
}

/**
 * Claude Sonnet 5.5 answers 400 to `disabled`
 * (https://platform.claude.com/docs/en/models/sonnet-5-5/migration-guide) and has `between_tools` as its least
 * (https://platform.claude.com/docs/zh-CN/models/sonnet-5-5/whats-new-sonnet-5-5). Opus 5.5 and Fable 5.1
 * always think (https://platform.claude.com/docs/zh-CN/models/opus-5-5/overview), Fable 5 and Mythos too
 * (https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-adaptive-thinking.html, which counts
 * Opus 4.7 among them; whether that holds elsewhere was not looked up). All read 2026-11-28.
 */
const THINKS_BETWEEN_TOOLS = /claude-sonnet-5-5/;
const ALWAYS_THINKS = /claude-(?:opus-5-5|fable|mythos)/;

function switchedOff(model: string, notes: RequestNotes): WrittenThinking {
  if (ALWAYS_THINKS.test(model)) {
    notes.loseSetting("reasoning", "this model's thinking cannot be switched off");
    return {};
  }
  if (!THINKS_BETWEEN_TOOLS.test(model)) return { thinking: { type: "disabled" } };
  notes.approximateSetting("reasoning", "this model still thinks between calls of tools");
  return { thinking: { type: "between_tools" } };
}

function budgetOf(reasoning: Reasoning, model: string, notes: RequestNotes): number | undefined {
  if (takesEffortOnly(model)) return undefined;
  if (reasoning.budgetTokens !== undefined) return reasoning.budgetTokens;
  if (!takesBudgetOnly(model)) return undefined;
  const budget = budgetForEffort(reasoning.effort ?? "medium");
  notes.approximateSetting("reasoning", `this model takes a budget: ${budget} tokens`);
  return budget;
}

function writeEffort(reasoning: Reasoning, model: string, notes: RequestNotes): Effort | undefined {
  const { effort, budgetTokens } = reasoning;
  if (effort === "minimal") {
    notes.approximateSetting("reasoning", "Anthropic's least effort is low");
    return "low";
  }
  if (effort !== undefined || budgetTokens === undefined || !takesEffortOnly(model)) return effort;
  const near = effortOf(reasoning);
  notes.approximateSetting("reasoning", `this model takes no budget: effort ${near}`);
  return near;
}
