import { type CommitmentsPlan, exportsOfCommitments } from "@headgate/contract";
import { FailurePanel } from "../../ui/failure-panel.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { SimulatedBadge } from "../../ui/simulated-badge.tsx";
import { TableHead } from "../../ui/table-head.tsx";
import {
  commitmentTexts,
  firstOffers,
  offerLines,
  offerTurningPoints,
} from "./commitments-model.ts";
import { plannedCourses } from "./course-model.ts";
import { CoursePanel } from "./course-panel.tsx";
import { JsonForm } from "./json-form.tsx";
import { NoPlanPanel } from "./no-plan-panel.tsx";
import { PlanExports, PlanSources, TurningPoints } from "./plan-details.tsx";
import { useCommitmentsPlan } from "./query.ts";

/** How much of each offer to promise in advance. */
export const CommitmentsTab = ({ days }: Readonly<{ days: number }>) => {
  const plan = useCommitmentsPlan();
  return (
    <>
      <JsonForm
        title="Offers"
        note="as headgate plan commitments reads them; the example's prices are constructed"
        label="Offers, as JSON"
        example={firstOffers}
        isPending={plan.isPending}
        onPlan={(text) => plan.mutate({ text, days })}
      />
      {plan.error === null ? null : <FailurePanel failure={plan.error} />}
      <div className="capacity" aria-live="polite">
        {plan.data === undefined ? null : plan.data.kind === "no_plan" ? (
          <NoPlanPanel reasons={plan.data.reasons} />
        ) : (
          <Planned plan={plan.data} />
        )}
      </div>
    </>
  );
};

const Planned = ({
  plan,
}: Readonly<{ plan: Extract<CommitmentsPlan, { kind: "commitments_plan" }> }>) => (
  <>
    <Panel
      title="What to buy"
      note={plan.demand.simulated_attempts > 0 ? <SimulatedBadge /> : "nothing is bought"}
    >
      <ScrollRegion label="What to buy of each offer">
        <table className="table">
          <TableHead columns={["Offer", "Buy", "Saves", "Regret a month", "Notes"]} />
          <tbody>
            {offerLines(plan.offers).map(({ name, buy, saves, regret, notes }) => (
              <tr key={name}>
                <td>{name}</td>
                <td>{buy}</td>
                <td>{saves}</td>
                <td>{regret}</td>
                <td>{notes.join(" ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {commitmentTexts(plan).map((text) => (
        <p className="muted" key={text}>
          {text}
        </p>
      ))}
    </Panel>
    {plannedCourses(plan.offers).map((course) => (
      <CoursePanel key={course.name} {...course} simulated={plan.demand.simulated_attempts > 0} />
    ))}
    <TurningPoints points={offerTurningPoints(plan.offers)} />
    <PlanExports exports={exportsOfCommitments(plan).exports} />
    <PlanSources sources={plan.sources} />
  </>
);
