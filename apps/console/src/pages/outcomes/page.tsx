import { type Dimension, dimensions, type OutcomeGrain, outcomeGrains } from "@headgate/contract";
import { NativeSelect, Skeleton } from "@mantine/core";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { dimensionNames } from "../../format/words.ts";
import { type OutcomesSearch, readOutcomesSearch } from "../../search/outcomes-search.ts";
import { ChargesSwitch } from "../../shell/charges-switch.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { useView, useViewSearch } from "../../shell/view-link.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { CostPanel } from "./cost-panel.tsx";
import { FirstOutcome } from "./first-outcome.tsx";
import { JoinedPanel } from "./joined-panel.tsx";
import { MeasureTable } from "./measure-table.tsx";
import { OutcomeList } from "./outcome-list.tsx";
import { type OutcomesAnswer, useOutcomes } from "./query.ts";
import { ALL_NAMES, groupLines, outcomeLine, shownMeasures, whyNone } from "./view-model.ts";
import "../../ui/controls.css";
import "../../ui/panel.css";
import "./outcomes.css";

/** What business outcomes cost, and which calls are behind them. */
export const OutcomesPage = () => {
  const view = useView();
  const search = readOutcomesSearch(useSearch({ from: "/view/outcomes" }));
  const outcomes = useOutcomes(view, search);
  const { data } = outcomes;
  const none = data === undefined ? undefined : whyNone(data, view.filter);
  return (
    <>
      <PageHead title="Outcomes" money />
      <ChargesSwitch />
      <Controls search={search} answer={data} />
      {outcomes.isError ? (
        <FailurePanel failure={outcomes.error} onRetry={() => void outcomes.refetch()} />
      ) : null}
      {outcomes.isPending ? <Skeleton h={560} radius="lg" /> : null}
      {data === undefined ? null : none === "nothing_sent" ? (
        <FirstOutcome />
      ) : none === "filtered" ? (
        <div className={outcomes.isPlaceholderData ? "outcomes stale" : "outcomes"}>
          <NonePasses />
          <JoinedPanel shown={undefined} coverage={data.overTime.coverage} search={search} />
          <OutcomeList search={search} />
        </div>
      ) : (
        <div className={outcomes.isPlaceholderData ? "outcomes stale" : "outcomes"}>
          <CostPanel answer={data} />
          <NamesPanel answer={data} search={search} />
          {data.by === undefined ? null : <GroupsPanel answer={data} />}
          <Met answer={data} search={search} />
          <OutcomeList search={search} />
        </div>
      )}
    </>
  );
};

/** Filters are about the calls behind outcomes: those without such a call may still be in the list below. */
const NonePasses = () => (
  <p className="panel panel-body muted">
    No outcome of this range passes the filters. Single outcomes, which filters of calls leave
    alone, are below.
  </p>
);

const EVERY = "";

const Controls = ({
  search,
  answer,
}: Readonly<{ search: OutcomesSearch; answer: OutcomesAnswer | undefined }>) => {
  const navigate = useNavigate();
  const view = useViewSearch();
  const change = (more: OutcomesSearch) =>
    void navigate({
      to: "/outcomes",
      search: { ...view, ...search, offset: undefined, ...more },
      resetScroll: false,
    });
  // A name of the address may have no outcome here; it stays to be seen, and to be taken off.
  const names = new Set([
    ...(answer === undefined
      ? []
      : answer.names.flatMap(({ name }) => (name === null ? [] : [name]))),
    ...(search.named === undefined ? [] : [search.named]),
  ]);
  return (
    <div className="controls">
      <NativeSelect
        size="xs"
        label="Outcome"
        value={search.named ?? EVERY}
        data={[
          { value: EVERY, label: ALL_NAMES },
          ...[...names].map((name) => ({ value: name, label: name })),
        ]}
        onChange={(event) => change({ named: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        size="xs"
        label="Each"
        value={search.grain ?? EVERY}
        data={[
          { value: EVERY, label: answer === undefined ? "As fits" : `As fits: ${answer.grain}` },
          ...outcomeGrains.map((grain) => ({ value: grain, label: grain })),
        ]}
        onChange={(event) =>
          change({ grain: outcomeGrains.find(isText<OutcomeGrain>(event.currentTarget.value)) })
        }
      />
      <NativeSelect
        size="xs"
        label="Also by"
        value={search.by ?? EVERY}
        data={[
          { value: EVERY, label: "Nothing" },
          ...dimensions.map((value) => ({ value, label: dimensionNames[value] })),
        ]}
        onChange={(event) =>
          change({ by: dimensions.find(isText<Dimension>(event.currentTarget.value)) })
        }
      />
    </div>
  );
};

const isText =
  <Word extends string>(text: string) =>
  (word: Word): boolean =>
    word === text;

const NamesPanel = ({
  answer: { names },
  search,
}: Readonly<{ answer: OutcomesAnswer; search: OutcomesSearch }>) => {
  const view = useViewSearch();
  return (
    <Panel
      title="By outcome"
      note="a call behind outcomes of two names is in the cost of both, and once in that of all"
      flush
    >
      <MeasureTable
        label="Outcomes by name"
        first="Outcome"
        lines={names.map((row) => ({
          key: row.name ?? EVERY,
          title: (
            <Link
              to="/outcomes"
              search={{ ...view, ...search, named: row.name ?? undefined, offset: undefined }}
              className="text-link"
            >
              {row.name ?? ALL_NAMES}
            </Link>
          ),
          line: outcomeLine(row),
        }))}
      />
    </Panel>
  );
};

const GroupsPanel = ({ answer }: Readonly<{ answer: OutcomesAnswer }>) =>
  answer.by === undefined ? null : (
    <Panel
      title={`By ${dimensionNames[answer.by].toLowerCase()} of their calls`}
      note="an outcome is in each group that it has a call in, with that group's part of its cost"
      flush
    >
      <MeasureTable
        label={`Outcomes by ${dimensionNames[answer.by].toLowerCase()}`}
        first={dimensionNames[answer.by]}
        lines={groupLines(answer).map(({ key, label, ...line }) => ({ key, title: label, line }))}
      />
    </Panel>
  );

const Met = ({ answer, search }: Readonly<{ answer: OutcomesAnswer; search: OutcomesSearch }>) => {
  const shown = shownMeasures(answer);
  return shown === undefined ? (
    <p className="muted">There is no outcome of this name in this range.</p>
  ) : (
    <JoinedPanel shown={shown} coverage={answer.overTime.coverage} search={search} />
  );
};
