import type { ProposalScope } from "@headgate/contract";
import type { HistoryCall } from "./history.ts";

/** Calls that one policy can be about. */
export type ScopedCalls = Readonly<{ scope: ProposalScope; calls: readonly HistoryCall[] }>;

/** Every lever asks for the same groups: they are made once. */
const made = new WeakMap<readonly HistoryCall[], readonly ScopedCalls[]>();

/** Calls by the model that their clients asked for and by their feature, in the order of their first ones. */
export function byModelAndFeature(calls: readonly HistoryCall[]): readonly ScopedCalls[] {
  const known = made.get(calls);
  if (known !== undefined) return known;
  const groups = grouped(calls, ({ row: { request_model, attribution, operation } }) => ({
    model: request_model ?? "",
    feature: attribution.feature ?? "",
    operation,
  }));
  made.set(calls, groups);
  return groups;
}

/** Calls by their model and by what they are for: those of one are alike in whether anyone waits for them. */
export const byUse = (calls: readonly HistoryCall[]): readonly ScopedCalls[] =>
  grouped(calls, ({ row: { request_model, attribution, operation } }) => ({
    model: request_model ?? "",
    project: attribution.project ?? "",
    feature: attribution.feature ?? "",
    environment: attribution.environment ?? "",
    operation,
  }));

/** Calls by the model that their clients asked for: what providers keep of prompts is shared by all features. */
export const byModel = (calls: readonly HistoryCall[]): readonly ScopedCalls[] =>
  grouped(calls, ({ row: { request_model, operation } }) => ({
    model: request_model ?? "",
    operation,
  }));

function grouped(
  calls: readonly HistoryCall[],
  scopeOf: (call: HistoryCall) => ProposalScope,
): readonly ScopedCalls[] {
  const groups = new Map<string, { scope: ProposalScope; calls: HistoryCall[] }>();
  for (const call of calls) {
    const scope = scopeOf(call);
    // No label has a line break in it, and none is empty.
    const { model, project, feature, environment, operation } = scope;
    const key = [model, project, feature, environment, operation].join("\n");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { scope, calls: [call] });
    else group.calls.push(call);
  }
  return [...groups.values()];
}

/** A scope as a title names it. */
export const scopeText = ({ model, project, feature, environment }: ProposalScope): string =>
  [
    model || "calls that name no model",
    feature && `of ${feature}`,
    project && `in ${project}`,
    environment && `(${environment})`,
  ]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
