import type { ChargeRevision, LedgerRow, PriceRecord } from "@headgate/contract";
import { knownDuration } from "../../format/duration-text.ts";
import { outcomeMeanings } from "../../format/words.ts";
import { Outcome } from "../../ui/outcome.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ChargeRevisions } from "./charge-revisions.tsx";
import { ChargeTable } from "./charge-table.tsx";
import { CutReason } from "./cut-reason.tsx";
import { PromptTables } from "./prompt-tables.tsx";
import { TranslationNotes } from "./translation-notes.tsx";
import { UsageColumns } from "./usage-columns.tsx";

/** One attempt: what it cost and why, and the usage behind it. */
export const AttemptPanel = ({
  row,
  records,
  revisions,
}: Readonly<{
  row: LedgerRow;
  records: readonly PriceRecord[];
  revisions: readonly ChargeRevision[];
}>) => (
  <div id={`attempt-${row.attempt}`}>
    <Panel
      title={`Attempt ${row.attempt + 1}`}
      note={`${row.provider}, ${knownDuration(row.duration_ms)}`}
      flush
      actions={<Outcome outcome={row.outcome} status={row.status} />}
    >
      {row.outcome === "completed" ? null : (
        <p className="reason">
          {outcomeMeanings[row.outcome]}
          {row.error_code === undefined ? null : <code className="code">{row.error_code}</code>}
        </p>
      )}
      {row.route?.accepted === false && !row.final ? (
        <p className="reason">
          This answer did not stand the checks: it was set aside, and the reference asked.
        </p>
      ) : null}
      <CutReason changes={row.changes} />
      <ChargeTable row={row} records={records} />
      <ChargeRevisions revisions={revisions.filter(({ row_id }) => row_id === row.row_id)} />
      <UsageColumns row={row} />
      <PromptTables row={row} />
      <TranslationNotes translation={row.translation} />
      {row.usage_violations === undefined || row.usage_violations.length === 0 ? null : (
        <div className="violations">
          <h3>The provider's usage contradicts itself</h3>
          <ul>
            {row.usage_violations.map((violation) => (
              <li key={violation}>{violation}</li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  </div>
);
