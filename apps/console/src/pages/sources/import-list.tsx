import { counted, type ImportsResponse } from "@headgate/contract";
import { Button } from "@mantine/core";
import { countText } from "../../format/count-text.ts";
import { sourceTitle } from "../../format/source-names.ts";
import { fullTime } from "../../time/time-text.ts";
import { Panel } from "../../ui/panel.tsx";

type Import = ImportsResponse["imports"][number];

/** Imports, latest first; each opens to what became of it. Those of a pull or a receiver are one a day. */
export const ImportList = ({
  imports,
  onOlder,
}: Readonly<{ imports: readonly Import[]; onOlder: (() => void) | undefined }>) => (
  <Panel title="Imports" note="latest first" flush>
    <ul className="imports">
      {imports.map((one) => (
        <li key={one.import}>
          <details>
            <summary>
              <strong>Import {one.import}</strong>
              <span className="muted tabular">{fullTime(Date.parse(one.finished_at))}</span>
              <span>{headline(one)}</span>
            </summary>
            <Outcome one={one} />
          </details>
        </li>
      ))}
    </ul>
    {onOlder === undefined ? null : (
      <p className="panel-body">
        <Button size="compact-sm" variant="default" onClick={onOlder}>
          Older imports
        </Button>
      </p>
    )}
  </Panel>
);

const headline = ({ summary }: Import): string => {
  const added = summary.sources.reduce((total, source) => total + source.added, 0);
  const skipped = summary.skips.reduce((total, skip) => total + skip.count, 0);
  return [
    `${countText(added)} added`,
    ...(summary.joined === undefined || summary.joined < 2
      ? []
      : [`${countText(summary.joined)} in one`]),
    ...(skipped === 0 ? [] : [`${countText(skipped)} skipped`]),
    ...(summary.warnings.length === 0 ? [] : [counted(summary.warnings.length, "warning")]),
  ].join(", ");
};

const Outcome = ({ one: { named, summary } }: Readonly<{ one: Import }>) => (
  <div className="import-outcome">
    <p>
      From{" "}
      {named.map((name) => (
        <code className="code" key={name}>
          {name}
        </code>
      ))}
    </p>
    <ul>
      {summary.sources.map((source) => (
        <li key={source.source}>
          <strong>{sourceTitle(source.source)}</strong>: {counted(source.rows, "row")} in{" "}
          {counted(source.files, "file")}; {countText(source.added)} added,{" "}
          {countText(source.already_there)} already there, {countText(source.replaced)} replaced,{" "}
          {countText(source.seen_elsewhere)} seen elsewhere, {countText(source.skipped)} skipped
          {source.costs.map(({ currency, billed_cost, effective_cost }) => (
            <span className="import-cost" key={currency}>
              {currency}: billed {billed_cost}, effective {effective_cost}
            </span>
          ))}
        </li>
      ))}
      {summary.warnings.map(({ warning, count, example }) => (
        <li key={warning}>
          <strong>{counted(count, "warning")}</strong>: {warning}, first at{" "}
          <code className="code">{example}</code>
        </li>
      ))}
    </ul>
  </div>
);
