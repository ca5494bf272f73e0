import type { Realised, RecommendationAction, RecommendationDetail } from "@headgate/contract";
import { Button, Group, Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Badge } from "../../ui/badge.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ActModal } from "./act-modal.tsx";
import { useRecommendation } from "./query.ts";
import { RecommendationPlanParts } from "./recommendation-plan-parts.tsx";
import {
  actionNames,
  betweenText,
  realisedTexts,
  savesText,
  stateText,
  stateTones,
} from "./view-model.ts";

/** One recommendation: why, what it would write, what was done and what came of it. */
export const RecommendationPanel = ({ id }: Readonly<{ id: string }>) => {
  const { data, error, isPending, refetch } = useRecommendation(id);
  const [asked, setAsked] = useState<RecommendationAction>();
  if (isPending) return <Skeleton h={320} radius="lg" />;
  if (error !== null) return <FailurePanel failure={error} onRetry={() => void refetch()} />;
  const { recommendation: one, actions } = data;
  return (
    <Panel
      title={one.title}
      note={<Badge tone={stateTones[one.state]}>{stateText(one)}</Badge>}
      actions={
        <Group gap="xs">
          {actions.map((action) => (
            <Button
              key={action}
              size="xs"
              variant={action === "apply" ? "filled" : "default"}
              onClick={() => setAsked(action)}
            >
              {actionNames[action]}…
            </Button>
          ))}
        </Group>
      }
    >
      <Facts detail={data} />
      <Evidence detail={data} />
      {one.plan === null ? null : <RecommendationPlanParts plan={one.plan} />}
      {data.realised === null ? null : (
        <section className="recommendation-part">
          <h3>What came of it</h3>
          {realisedTexts(data.realised).map((text) => (
            <p key={text}>{text}</p>
          ))}
          <HeldOut realised={data.realised} />
        </section>
      )}
      <Life detail={data} />
      <Change detail={data} />
      {asked === undefined ? null : (
        <ActModal detail={data} action={asked} onClose={() => setAsked(undefined)} />
      )}
    </Panel>
  );
};

const HeldOut = ({ realised: { held_out: heldOut } }: Readonly<{ realised: Realised }>) => {
  const [experiment] = heldOut?.experiments ?? [];
  if (heldOut === null || experiment === undefined) return null;
  return (
    <>
      {heldOut.verdict === "worse" ? (
        <p role="alert" className="recommendation-worse">
          Answers got worse: revert it.
        </p>
      ) : null}
      <Link className="text-link" to="/experiments" search={{ open: experiment }}>
        The experiment
      </Link>
    </>
  );
};

type DetailProps = Readonly<{ detail: RecommendationDetail }>;

const Facts = ({ detail: { recommendation: one } }: DetailProps) => (
  <FactList
    facts={[
      { title: "Saves a month", value: savesText(one), note: betweenText(one) },
      ...(one.calls === null
        ? []
        : [
            {
              title: "Calls",
              value: String(one.calls.saving),
              note: `of ${one.calls.in_scope}; costs more on ${one.calls.costing}${one.unknown_calls === 0 ? "" : `, not known on ${one.unknown_calls}`}`,
            },
          ]),
      { title: "Sure", value: one.confidence.level, note: one.confidence.reason },
      { title: "Risk to answers", value: one.quality.risk, note: one.quality.reason },
      { title: "Effort", value: `${one.effort_hours} h`, note: "a judgement" },
    ]}
  />
);

const Evidence = ({ detail: { recommendation: one } }: DetailProps) => (
  <section className="recommendation-part">
    <h3>Why, and how to check it</h3>
    <ul>
      {one.evidence.figures.map(({ what, value }) => (
        <li key={what}>
          {what}: {value}
        </li>
      ))}
      <li>{one.quality.check}</li>
      {one.evidence.call_ids.length === 0 ? null : (
        <li>
          Calls such as{" "}
          {one.evidence.call_ids.slice(0, 3).map((callId, index) => (
            <span key={callId}>
              {index === 0 ? "" : ", "}
              <Link className="text-link" to="/calls/$callId" params={{ callId }}>
                {callId}
              </Link>
            </span>
          ))}
        </li>
      )}
    </ul>
    {one.steps.length === 0 ? null : (
      <ol>
        {one.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    )}
  </section>
);

const Life = ({ detail: { recommendation: one } }: DetailProps) =>
  one.life.length === 0 ? null : (
    <section className="recommendation-part">
      <h3>What was done</h3>
      <ul>
        {one.life.map((step) => (
          <li key={step.at}>
            {step.state} by {step.by} on {step.at.slice(0, 16).replace("T", " ")} UTC
            {step.note === null ? "" : `: ${step.note}`}
          </li>
        ))}
      </ul>
    </section>
  );

const Change = ({ detail: { diff, not_written: notWritten } }: DetailProps) =>
  diff === null && notWritten === null ? null : (
    <section className="recommendation-part">
      <h3>What applying it writes</h3>
      {diff === null ? null : <CodeBlock text={diff} label="change of the policies" />}
      {notWritten === null ? null : <p>{notWritten}</p>}
    </section>
  );
