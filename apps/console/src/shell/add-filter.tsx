import { billDimensions, type Dimension, dimensions } from "@headgate/contract";
import { ActionIcon, Button, Popover, TextInput } from "@mantine/core";
import { IconChevronLeft, IconFilterPlus } from "@tabler/icons-react";
import { useState } from "react";
import { dimensionNames } from "../format/words.ts";
import { FilterValues } from "./filter-values.tsx";
import { useShowsBills } from "./shows-bills.ts";
import { TagFilter } from "./tag-filter.tsx";
import { useChangeView } from "./view-link.tsx";
import "./add-filter.css";

type Chosen = Dimension | "tag" | undefined;

const choices = [
  ...dimensions.map((key) => ({ key, name: dimensionNames[key] })),
  { key: "tag", name: "Tag" },
] as const;

/** Bill lines have no key, for instance: no filter of theirs names one. */
const isOfBills = (key: Dimension | "tag"): boolean =>
  key === "tag" || billDimensions.some((dimension) => dimension === key);

/** Two steps: which dimension, then which of its values. */
export const AddFilter = () => {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Chosen>(undefined);
  const [text, setText] = useState("");
  const changeView = useChangeView();
  const showsBills = useShowsBills();

  const close = () => {
    setOpen(false);
    setChosen(undefined);
    setText("");
  };
  const add = (key: Dimension | "tag", value: string) => {
    close();
    changeView((search) => ({ ...search, [key]: value }));
  };
  const shown = choices.filter(
    ({ key, name }) =>
      name.toLowerCase().includes(text.toLowerCase()) && (!showsBills || isOfBills(key)),
  );

  return (
    <Popover
      opened={open}
      onChange={(next) => (next ? setOpen(true) : close())}
      position="bottom-start"
      shadow="md"
      width={288}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          size="xs"
          h={28}
          variant="default"
          leftSection={<IconFilterPlus size={14} stroke={1.7} />}
          onClick={() => (open ? close() : setOpen(true))}
        >
          Filter
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Add a filter">
        {chosen === undefined ? (
          <div className="filter-menu">
            <TextInput
              size="xs"
              placeholder="Filter by…"
              aria-label="Find a dimension"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              data-autofocus
            />
            <div className="filter-options">
              {shown.map(({ key, name }) => (
                <button
                  type="button"
                  className="filter-option"
                  key={key}
                  onClick={() => setChosen(key)}
                >
                  {name}
                </button>
              ))}
            </div>
          </div>
        ) : (
          <div className="filter-menu">
            <div className="filter-menu-head">
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label="Back to the dimensions"
                onClick={() => setChosen(undefined)}
              >
                <IconChevronLeft size={15} />
              </ActionIcon>
              {chosen === "tag" ? "Tag" : dimensionNames[chosen]}
            </div>
            {chosen === "tag" ? (
              <TagFilter onAdd={(value) => add("tag", value)} />
            ) : (
              <FilterValues dimension={chosen} onAdd={(value) => add(chosen, value)} />
            )}
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  );
};
