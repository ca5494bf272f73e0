import { Skeleton } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { ChargesSwitch } from "../../shell/charges-switch.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { useStatus } from "../../shell/use-status.ts";
import { useView } from "../../shell/view-link.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { FirstCall } from "../../ui/first-call.tsx";
import { NoCalls } from "../../ui/no-calls.tsx";
import { Panel } from "../../ui/panel.tsx";
import { TableCsv } from "../../ui/table-csv.tsx";
import { CountTable } from "./count-table.tsx";
import { GroupTable } from "./group-table.tsx";
import { ChangeTable, LeverTable } from "./lever-tables.tsx";
import { PartsOverTime } from "./parts-over-time.tsx";
import { type TokensView, useTokens } from "./query.ts";
import { billedLines, costFootOf, footOf, partLines } from "./view-model.ts";
import "../../ui/chart.css";
import "../../ui/controls.css";
import "../../ui/table.css";
import "./tokens.css";

/** Where tokens go, and what levers saved. */
export const TokensPage = () => {
  const view = useView();
  const { by = "model" } = useSearch({ from: "/view/tokens" });
  const { data: status } = useStatus();
  const tokens = useTokens(view, by);
  const { data } = tokens;
  return (
    <>
      <PageHead title="Tokens" money>
        {data === undefined || data.report.total.attempts === 0 ? null : (
          <TableCsv
            path="/api/reports/tokens"
            answer={data.report}
            label="Save all of this page as CSV"
          />
        )}
      </PageHead>
      <ChargesSwitch />
      {tokens.isError ? (
        <FailurePanel failure={tokens.error} onRetry={() => void tokens.refetch()} />
      ) : null}
      {tokens.isPending ? <Skeleton h={620} radius="lg" /> : null}
      {data === undefined ? null : status?.ledger.rows === 0 ? (
        <FirstCall />
      ) : data.report.total.attempts === 0 ? (
        <NoCalls />
      ) : (
        <div className={tokens.isPlaceholderData ? "tokens stale" : "tokens"}>
          <Told tokens={data} />
        </div>
      )}
    </>
  );
};

const Told = ({ tokens }: Readonly<{ tokens: TokensView }>) => {
  const { report } = tokens;
  return (
    <>
      <div className="tokens-columns">
        <Panel title="What prompts are made of" note="input, estimated" flush foot={footOf(report)}>
          <CountTable
            label="Input by part of the prompt"
            first="Part"
            lines={partLines(report)}
            cost={false}
          />
        </Panel>
        <Panel title="What tokens cost" note="as billed" flush foot={costFootOf(report)}>
          <CountTable label="Tokens as billed" first="Tokens" lines={billedLines(report)} cost />
        </Panel>
      </div>
      <PartsOverTime tokens={tokens} />
      <LeverTable report={report} />
      <ChangeTable report={report} />
      <GroupTable tokens={tokens} />
    </>
  );
};
