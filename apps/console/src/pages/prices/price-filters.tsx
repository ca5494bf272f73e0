import { type PriceScope, type PriceTier, priceScopes, priceTiers } from "@headgate/contract";
import { Group, NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { PricesSearch } from "../../search/prices-search.ts";

/** What the list is narrowed to; all of it is in the address. */
export const PriceFilters = ({
  search,
  providers,
  onChange,
}: Readonly<{
  search: PricesSearch;
  providers: readonly string[];
  onChange: (change: PricesSearch) => void;
}>) => (
  <Group gap="xs" className="price-filters">
    <TextInput
      className="price-search"
      type="search"
      size="xs"
      placeholder="Search models"
      aria-label="Search models"
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      value={search.q ?? ""}
      onChange={(event) => onChange({ q: event.currentTarget.value })}
    />
    <NativeSelect
      size="xs"
      aria-label="Provider"
      value={search.provider ?? ""}
      data={[
        { value: "", label: "All providers" },
        ...providers.map((value) => ({ value, label: value })),
      ]}
      onChange={(event) => onChange({ provider: event.currentTarget.value })}
    />
    <NativeSelect
      size="xs"
      aria-label="Service tier"
      value={search.tier ?? ""}
      data={[
        { value: "", label: "Any tier" },
        ...priceTiers.map((value) => ({ value, label: value })),
      ]}
      onChange={(event) => onChange({ tier: chosen<PriceTier>(event.currentTarget.value) })}
    />
    <NativeSelect
      size="xs"
      aria-label="Scope"
      value={search.scope ?? ""}
      data={[
        { value: "", label: "Any scope" },
        ...priceScopes.map((value) => ({ value, label: value.replace("_", " ") })),
      ]}
      onChange={(event) => onChange({ scope: chosen<PriceScope>(event.currentTarget.value) })}
    />
    <TextInput
      size="xs"
      type="date"
      aria-label="Prices as of the day"
      value={search.at ?? ""}
      onChange={(event) => onChange({ at: event.currentTarget.value })}
    />
  </Group>
);

/** The options are the contract's words, and nothing chosen is the empty text. */
const chosen = <Word extends string>(value: string): Word | undefined =>
  value === "" ? undefined : (value as Word);
