import { SegmentedControl, Skeleton } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import { keptSearch } from "../../search/view-search.ts";
import { ChargesSwitch } from "../../shell/charges-switch.tsx";
import { ledgerHolds } from "../../shell/ledger-holds.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { useStatus } from "../../shell/use-status.ts";
import { useView, useViewSearch } from "../../shell/view-link.tsx";
import { spanOf } from "../../time/range.ts";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { FirstCall } from "../../ui/first-call.tsx";
import { NoCalls } from "../../ui/no-calls.tsx";
import { assignColours, seriesColour } from "../../ui/series-colours.ts";
import { ExploredBills } from "../explore-bills/explored-bills.tsx";
import { ExploreControls } from "./controls.tsx";
import { Headline } from "./headline.tsx";
import { ExploredOverTime } from "./over-time.tsx";
import { overTimeOf } from "./over-time-model.ts";
import { type Exploration, type Explored, useExploration } from "./query.ts";
import { rankingOf } from "./ranked-model.ts";
import { ExploredRanking } from "./ranking.tsx";
import "./explore.css";

/** Any measure of calls by any dimension; bills by theirs. */
export const ExplorePage = () => {
  const { data: status } = useStatus();
  const { of } = useSearch({ from: "/view/explore" });
  const holds = ledgerHolds(status);

  if (holds === "nothing") {
    return (
      <>
        <PageHead title="Explore" money />
        <FirstCall />
      </>
    );
  }
  // Without a call there is nothing to choose between.
  if (holds === "bills") {
    return (
      <>
        <PageHead title="Explore" />
        <p className="muted">Bills are here; no calls yet.</p>
        <ExploredBills />
      </>
    );
  }
  return (
    <>
      <PageHead title="Explore" money={of !== "bills"}>
        <OfSwitch of={of} />
      </PageHead>
      {of === "bills" ? <ExploredBills /> : <ExploredCalls />}
    </>
  );
};

/** Whether calls or bills are explored: the other's own parameters leave the address, range and filters stay. */
const OfSwitch = ({ of }: Readonly<{ of: "bills" | undefined }>) => {
  const search = useViewSearch();
  const navigate = useNavigate();
  return (
    <SegmentedControl
      size="xs"
      aria-label="What is explored"
      data={[
        { value: "calls", label: "Calls" },
        { value: "bills", label: "Bills" },
      ]}
      value={of ?? "calls"}
      onChange={(value) =>
        void navigate({
          to: "/explore",
          search: { ...keptSearch(search), ...(value === "bills" && { of: "bills" }) },
        })
      }
    />
  );
};

const ExploredCalls = () => {
  const view = useView();
  const search = useSearch({ from: "/view/explore" });
  const { measure = "effective_cost", by = "model", split_by: split, grain, compare } = search;
  const exploration: Exploration = {
    view,
    measure,
    by,
    split: split === by ? undefined : split,
    grain,
    compare: compare === undefined,
  };
  const explored = useExploration(exploration);

  return (
    <>
      <ChargesSwitch />
      <ExploreControls exploration={exploration} span={spanOf(view.range, Date.now())} />
      {explored.isError ? (
        <FailurePanel failure={explored.error} onRetry={() => void explored.refetch()} />
      ) : null}
      {explored.isPending ? (
        <>
          <Skeleton h={72} radius="lg" />
          <Skeleton h={380} radius="lg" />
          <Skeleton h={320} radius="lg" />
        </>
      ) : null}
      {explored.data === undefined ? null : explored.data.ranked.rows.length === 0 ? (
        <NoCalls />
      ) : (
        <div className={explored.isPlaceholderData ? "explored stale" : "explored"}>
          <Answers explored={explored.data} />
        </div>
      )}
    </>
  );
};

const Answers = ({ explored }: Readonly<{ explored: Explored }>) => {
  const colours = useRef<ReadonlyMap<string, number>>(new Map());
  const { series } = overTimeOf(explored);
  colours.current = assignColours(
    series.map(({ key }) => key),
    colours.current,
  );
  const colourOf = (key: string) => seriesColour(key, colours.current);
  const ranking = rankingOf(explored);
  return (
    <>
      <Headline explored={explored} ranking={ranking} />
      <ExploredOverTime explored={explored} colourOf={colourOf} />
      <ExploredRanking explored={explored} ranking={ranking} colourOf={colourOf} />
    </>
  );
};
