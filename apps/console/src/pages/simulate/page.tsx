import type { SimulationReport } from "@headgate/contract";
import { Button, Group, SegmentedControl, Stack, Textarea } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import {
  readRecommendationsSearch,
  type TriedDays,
  triedDays,
} from "../../search/recommendations-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { FactList } from "../../ui/fact-list.tsx";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import { useSimulation } from "./query.ts";
import { firstPolicies, leverLines, readTexts, simulationFacts } from "./view-model.ts";
import "../../ui/panel.css";
import "../../ui/table.css";
import "./simulate.css";

/** Policies of one's own, tried out on recorded calls before they are switched on. */
export const SimulatePage = () => {
  const search = useSearch({ from: "/simulate" });
  const navigate = useNavigate();
  const days: TriedDays = search.days ?? "30";
  const [text, setText] = useState(firstPolicies);
  const simulation = useSimulation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    simulation.mutate({ text, days: Number(days) });
  };
  return (
    <>
      <PageHead title="What if" money>
        <SegmentedControl
          size="xs"
          aria-label="Calls that the policies are tried out on"
          data={triedDays.map((value) => ({ value, label: `${value} days` }))}
          value={days}
          onChange={(value) =>
            void navigate({
              to: "/simulate",
              search: readRecommendationsSearch({ days: value }),
              resetScroll: false,
            })
          }
        />
      </PageHead>
      <div className="simulate">
        <Panel title="Policies" note="as in headgate.yaml; nothing is switched on">
          <form onSubmit={submit}>
            <Stack gap="sm">
              <Textarea
                aria-label="Policies to try out"
                value={text}
                onChange={(event) => setText(event.currentTarget.value)}
                autosize
                minRows={8}
                maxRows={24}
                classNames={{ input: "simulate-text" }}
                spellCheck={false}
              />
              <Group justify="flex-end">
                <Button type="submit" loading={simulation.isPending}>
                  Try out
                </Button>
              </Group>
            </Stack>
          </form>
        </Panel>
        {simulation.error === null ? null : <FailurePanel failure={simulation.error} />}
        {simulation.data === undefined ? null : <Result report={simulation.data} />}
      </div>
    </>
  );
};

const Result = ({ report }: Readonly<{ report: SimulationReport }>) => (
  <Panel title="What it would have been" note={report.simulated ? <SimulatedBadge /> : undefined}>
    <div aria-live="polite">
      {report.calls === 0 ? (
        <p>There are no calls in these days: nothing can be tried out.</p>
      ) : (
        <>
          <FactList facts={simulationFacts(report)} />
          {readTexts(report).map((text) => (
            <p className="muted" key={text}>
              {text}
            </p>
          ))}
          <Levers report={report} />
        </>
      )}
    </div>
  </Panel>
);

const Levers = ({ report }: Readonly<{ report: SimulationReport }>) => {
  const lines = leverLines(report);
  return (
    <>
      {lines.length === 0 ? (
        <p>The policies say the same as those that hold, for every call.</p>
      ) : (
        <ScrollRegion label="What each lever would do">
          <table className="table">
            <TableHead
              columns={[
                "Lever",
                { number: "Calls that it is told otherwise" },
                { number: "Moved" },
                { number: "Saves a month" },
                "Effects",
              ]}
            />
            <tbody>
              {lines.map((line) => (
                <tr key={line.lever}>
                  <td>{line.lever}</td>
                  <td className="number">{line.calls}</td>
                  <td className="number">{line.moved}</td>
                  <td className="number">{line.saves}</td>
                  <td>{line.effects.join(" ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {report.not_simulated.length === 0 ? null : (
        <section>
          <h3>Not tried out</h3>
          <ul>
            {report.not_simulated.map(({ lever, calls, reason }) => (
              <li key={`${lever} ${reason}`}>
                {lever}, {calls.toLocaleString("en-US")} calls: {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
