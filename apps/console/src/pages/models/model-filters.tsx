import { modelTiers } from "@headgate/contract";
import { NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { askedAbilities, type ModelsSearch, readModelsSearch } from "../../search/models-search.ts";

const abilityNames: Readonly<Record<(typeof askedAbilities)[number], string>> = {
  tools: "Calls tools",
  "input.image": "Takes images",
  "input.pdf": "Takes PDF files",
  "input.audio": "Takes audio",
  "structured_output.json_schema": "Keeps to a schema",
  reasoning: "Reasons",
  batch: "Has batches",
};

/** What the catalogue is narrowed to; all of it is in the address. */
export const ModelFilters = ({
  search,
  providers,
  onChange,
}: Readonly<{
  search: ModelsSearch;
  providers: readonly string[];
  onChange: (change: ModelsSearch) => void;
}>) => (
  <div className="controls">
    <TextInput
      type="search"
      size="xs"
      label="Model"
      placeholder="Search models"
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      value={search.q ?? ""}
      onChange={(event) => onChange({ q: event.currentTarget.value })}
    />
    <NativeSelect
      size="xs"
      label="Provider"
      value={search.provider ?? ""}
      data={[
        { value: "", label: "All providers" },
        ...providers.map((value) => ({ value, label: value })),
      ]}
      onChange={(event) => onChange({ provider: event.currentTarget.value })}
    />
    <NativeSelect
      size="xs"
      label="Tier"
      value={search.tier ?? ""}
      data={[
        { value: "", label: "All tiers" },
        ...modelTiers.map((value) => ({ value, label: value })),
      ]}
      onChange={(event) => {
        const { tier } = readModelsSearch({ tier: event.currentTarget.value });
        // Said by its name where nothing is chosen too: only so is the choice before taken back.
        onChange({ tier });
      }}
    />
    <NativeSelect
      size="xs"
      label="Ability"
      value={search.can ?? ""}
      data={[
        { value: "", label: "Any ability" },
        ...askedAbilities.map((value) => ({ value, label: abilityNames[value] })),
      ]}
      onChange={(event) => {
        const { can } = readModelsSearch({ can: event.currentTarget.value });
        onChange({ can });
      }}
    />
  </div>
);
