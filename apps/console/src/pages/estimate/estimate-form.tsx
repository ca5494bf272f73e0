import { type PriceScope, type PriceTier, priceScopes, priceTiers } from "@headgate/contract";
import { NativeSelect, NumberInput, TagsInput, TextInput } from "@mantine/core";
import type { EstimateSearch } from "../../search/prices-search.ts";
import { modelsOf } from "./view-model.ts";

/** The calls in question. */
export const EstimateForm = ({
  search,
  names,
  onTyped,
  onChange,
}: Readonly<{
  search: EstimateSearch;
  /** Models that the price book has under what is typed. */
  names: readonly string[];
  onTyped: (text: string) => void;
  onChange: (change: EstimateSearch) => void;
}>) => {
  const quantity = (label: string, name: "input" | "cached" | "output" | "calls") => {
    // No calls cost nothing of any model; no tokens are a question.
    const least = name === "calls" ? 1 : 0;
    return (
      <NumberInput
        label={label}
        value={search[name] ?? ""}
        onChange={(value) =>
          onChange({ [name]: typeof value === "number" && value >= least ? value : undefined })
        }
        min={least}
        allowDecimal={false}
        allowNegative={false}
        thousandSeparator=","
        hideControls
      />
    );
  };
  return (
    <div className="estimate-form">
      <TagsInput
        className="estimate-models"
        label="Models"
        placeholder="gpt-4o-mini"
        description="Any of their names; Enter adds one"
        data={[...names]}
        filter={({ options }) => options}
        onSearchChange={onTyped}
        limit={20}
        value={[...modelsOf(search)]}
        onChange={(models) => onChange({ models: models.join(",") })}
      />
      {quantity("Tokens in", "input")}
      {quantity("Of these from cache", "cached")}
      {quantity("Tokens out", "output")}
      {quantity("Calls", "calls")}
      <NativeSelect
        label="Service tier"
        value={search.tier ?? "standard"}
        data={[...priceTiers]}
        onChange={(event) => onChange({ tier: event.currentTarget.value as PriceTier })}
      />
      <NativeSelect
        label="Served"
        value={search.scope ?? ""}
        data={[{ value: "", label: "as the name says" }, ...priceScopes]}
        onChange={({ currentTarget: { value } }) =>
          onChange({ scope: value === "" ? undefined : (value as PriceScope) })
        }
      />
      <TextInput
        label="Region"
        placeholder="eu-west-1"
        maxLength={64}
        value={search.region ?? ""}
        onChange={(event) => onChange({ region: event.currentTarget.value.trim() || undefined })}
      />
    </div>
  );
};
