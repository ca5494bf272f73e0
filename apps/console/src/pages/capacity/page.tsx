import { SegmentedControl, Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import {
  type CapacityPlan,
  type CapacitySearch,
  capacityPlans,
  type PlannedDays,
  plannedDays,
  readCapacitySearch,
} from "../../search/capacity-search.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { CommitmentsTab } from "./commitments-tab.tsx";
import { DemandTab } from "./demand-tab.tsx";
import { MachinesTab } from "./machines-tab.tsx";
import { SelfHostTab } from "./self-host-tab.tsx";
import "../../ui/panel.css";
import "../../ui/table.css";
import "./capacity.css";

const planNames = {
  demand: "Demand",
  "self-host": "Self-host or API",
  commitments: "Commitments",
  machines: "Machines",
} as const satisfies Record<CapacityPlan, string>;

/** What capacity is needed, and how it is paid for the least. */
export const CapacityPage = () => {
  const search = useSearch({ from: "/capacity" });
  const navigate = useNavigate();
  const plan: CapacityPlan = search.plan ?? "demand";
  const chosen: PlannedDays = search.days ?? "90";
  const days = Number(chosen);
  const change = (more: CapacitySearch) =>
    void navigate({
      to: "/capacity",
      search: readCapacitySearch({ ...search, ...more }),
      resetScroll: false,
    });
  return (
    <>
      <PageHead title="Capacity" money>
        <SegmentedControl
          size="xs"
          aria-label="History that plans rest on"
          data={plannedDays.map((value) => ({ value, label: `${value} days` }))}
          value={chosen}
          onChange={(value) => change({ days: plannedDays.find((one) => one === value) })}
        />
      </PageHead>
      <Tabs
        value={plan}
        onChange={(value) => change({ plan: capacityPlans.find((one) => one === value) })}
        keepMounted={false}
      >
        <Tabs.List aria-label="Plans" mb="md">
          {capacityPlans.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {planNames[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="demand" className="capacity">
          <DemandTab key={search.model ?? ""} days={days} search={search} onChange={change} />
        </Tabs.Panel>
        <Tabs.Panel value="self-host" className="capacity">
          <SelfHostTab days={days} />
        </Tabs.Panel>
        <Tabs.Panel value="commitments" className="capacity">
          <CommitmentsTab days={days} />
        </Tabs.Panel>
        <Tabs.Panel value="machines" className="capacity">
          <MachinesTab days={days} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
};
