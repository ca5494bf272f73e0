import { filterQuery } from "@headgate/contract";
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";

/** A tag is typed as `key=value`. */
export const TagFilter = ({ onAdd }: Readonly<{ onAdd: (tag: string) => void }>) => {
  const [tag, setTag] = useState("");
  const right = tag !== "" && filterQuery.shape.tag.safeParse(tag).success;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (right) onAdd(tag);
  };
  return (
    <form className="filter-menu" onSubmit={submit}>
      <TextInput
        size="xs"
        label="One tag, as key=value"
        placeholder="release=2026-11"
        value={tag}
        onChange={(event) => setTag(event.currentTarget.value)}
        error={tag !== "" && !right ? "Expected key=value" : undefined}
        data-autofocus
      />
      <Button type="submit" size="xs" disabled={!right}>
        Filter by this tag
      </Button>
    </form>
  );
};
