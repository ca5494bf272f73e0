import { userInfo } from "node:os";
import { HeadgateError, type RecommendationAction, recommendationDetail } from "@headgate/contract";
import { type ArgsDef, defineCommand } from "citty";
import { exitCodes, jsonArgument, urlArgument } from "../command-line/command.ts";
import { print, printJson } from "../command-line/terminal.ts";
import { connectManagement } from "../management/gateway-address.ts";
import { renderRecommendation } from "../recommendations/render-recommendation.ts";

const descriptions: Readonly<Record<RecommendationAction, string>> = {
  accept: "Take a recommendation up: it is to be done.",
  apply:
    "Write a recommendation's change into headgate.yaml; what it saves is followed from then on.",
  dismiss: "Set a recommendation aside: it is not wanted, and others are worked out without it.",
  reopen: "Open a recommendation again that was accepted or dismissed.",
  revert: "Put headgate.yaml back as it was before a recommendation was applied.",
};

const holdoutArgument = {
  holdout: {
    type: "string",
    valueHint: "SHARE",
    description:
      "Share of sessions that the lever passes over, so that what it saves is measured: 0 to 0.5. 0.05 unless said where savings on calls are estimates, else 0",
  },
} as const satisfies ArgsDef;

/** @throws HeadgateError `command_invalid` */
function holdoutOf({ holdout }: Readonly<{ holdout?: unknown }>): { holdout?: number } {
  if (typeof holdout !== "string") return {};
  const share = Number(holdout);
  if (holdout.trim() !== "" && share >= 0 && share <= 0.5) return { holdout: share };
  throw new HeadgateError(
    "command_invalid",
    `--holdout: expected a share from 0 to 0.5, not "${holdout}"`,
  );
}

/** `headgate recommendations accept|apply|dismiss|reopen|revert` */
export const recommendationActionCommand = (action: RecommendationAction) =>
  defineCommand({
    meta: { name: action, description: descriptions[action] },
    args: {
      id: { type: "positional", description: "Its id, as the list shows it.", required: true },
      by: {
        type: "string",
        valueHint: "NAME",
        description: "Who does it; your name on this machine unless said",
      },
      note: { type: "string", valueHint: "TEXT", description: "Why, for who reads it later" },
      ...(action === "apply" && holdoutArgument),
      "dry-run": { type: "boolean", description: "Show what would be done and do nothing" },
      ...urlArgument,
      ...jsonArgument,
    },
    run: async ({ args }) => {
      const api = connectManagement(args.url, process.env);
      const path = `/api/recommendations/${encodeURIComponent(args.id)}/${action}`;
      const body = {
        by: args.by ?? userInfo().username,
        ...(args.note !== undefined && { note: args.note }),
        dry_run: args["dry-run"] ?? false,
        ...holdoutOf(args),
      };
      const detail = await api.post(path, body, recommendationDetail);
      if (args.json) printJson(detail);
      else print(renderRecommendation(detail));
      return exitCodes.done;
    },
  });
