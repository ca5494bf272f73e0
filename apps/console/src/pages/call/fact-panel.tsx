import { Fragment } from "react";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import type { Fact } from "./view-model.ts";

/** Facts in two columns. Without any: the words for that, or nothing at all. */
export const FactPanel = ({
  title,
  facts,
  none,
}: Readonly<{ title: string; facts: readonly Fact[]; none?: string }>) => {
  if (facts.length === 0) {
    return none === undefined ? null : (
      <Panel title={title}>
        <p className="usage-note">{none}</p>
      </Panel>
    );
  }
  return (
    <Panel title={title}>
      <dl className="facts">
        {facts.map(({ label, value, copy }) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>
              {copy ? <span className="code">{value}</span> : value}
              {copy ? <CopyButton text={value} label={`Copy ${label.toLowerCase()} id`} /> : null}
            </dd>
          </Fragment>
        ))}
      </dl>
    </Panel>
  );
};
