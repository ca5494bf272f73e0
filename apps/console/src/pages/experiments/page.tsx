import type { Experiment } from "@headgate/contract";
import { Skeleton } from "@mantine/core";
import { IconArrowsSplit2 } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { CurrentChargesNote } from "../../shell/current-charges-note.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { useView } from "../../shell/view-link.tsx";
import { Badge } from "../../ui/badge.tsx";
import { CodeBlock } from "../../ui/code-block.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { ExperimentPanel } from "./experiment-panel.tsx";
import { useExperiments } from "./query.ts";
import { savedBetween, savedText, verdictTexts } from "./view-model.ts";
import "../../ui/panel.css";
import "../../ui/table.css";
import "./experiments.css";

const HOLDOUT = `policies:
  - name: faq
    output: { style: terse }
    holdout: { output: 0.05 }
`;

/** What levers save by the sessions that are held out of them. */
export const ExperimentsPage = () => {
  const view = useView();
  const { open } = useSearch({ from: "/view/experiments" });
  const navigate = useNavigate();
  const { data, error, isPending, isPlaceholderData, refetch } = useExperiments(view);
  const shown = open ?? data?.experiments[0]?.name;
  return (
    <>
      <PageHead title="Experiments" money />
      <CurrentChargesNote />
      {error === null ? null : <FailurePanel failure={error} onRetry={() => void refetch()} />}
      {isPending ? <Skeleton h={480} radius="lg" /> : null}
      {data === undefined ? null : data.experiments.length === 0 ? (
        <NoExperiments />
      ) : (
        <div className={isPlaceholderData ? "experiments stale" : "experiments"}>
          <ExperimentTable
            experiments={data.experiments}
            open={shown}
            onOpen={(name) =>
              void navigate({
                to: "/experiments",
                search: (before) => ({ ...before, open: name }),
                resetScroll: false,
              })
            }
          />
          {shown === undefined ? null : <ExperimentPanel key={shown} view={view} name={shown} />}
        </div>
      )}
    </>
  );
};

const NoExperiments = () => (
  <div className="panel">
    <EmptyState
      icon={<IconArrowsSplit2 size={20} stroke={1.6} />}
      title="Nothing is held out here"
      text="Give a policy a hold-out: the lever passes a few sessions over, by lot, and what it saves is measured on the rest. Name sessions with x-headgate-session, so that each stays where it fell."
    >
      <CodeBlock text={HOLDOUT} label="a policy with a hold-out" />
    </EmptyState>
  </div>
);

const ExperimentTable = ({
  experiments,
  open,
  onOpen,
}: Readonly<{
  experiments: readonly Experiment[];
  open: string | undefined;
  onOpen: (name: string) => void;
}>) => (
  <Panel
    title="Experiments"
    note="intervals hold however often one looks, in a range that begins where the experiment did"
    flush
  >
    <ScrollRegion label="All experiments">
      <table className="table">
        <TableHead
          columns={[
            "Experiment",
            { number: "Treated" },
            { number: "Held out" },
            { number: "Saved" },
            "What it says",
          ]}
        />
        <tbody>
          {experiments.map((one) => (
            <tr key={one.name} aria-current={one.name === open ? "true" : undefined}>
              <td>
                <button
                  type="button"
                  className="text-link experiment-open"
                  aria-expanded={one.name === open}
                  onClick={() => onOpen(one.name)}
                >
                  {one.name}
                </button>
              </td>
              <td className="number">{one.arms.treated.units.toLocaleString("en-GB")}</td>
              <td className="number">{one.arms.held_out.units.toLocaleString("en-GB")}</td>
              <td className="number">
                {savedText(one)}
                <div className="muted">{savedBetween(one)}</div>
              </td>
              <td>
                <Badge tone={verdictTexts[one.verdict].tone}>
                  {verdictTexts[one.verdict].text}
                </Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  </Panel>
);
