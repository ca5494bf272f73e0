import { IconChevronRight } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { componentNames } from "../../format/words.ts";
import { ScrollRegion } from "../../ui/scroll-region.tsx";
import { PriceDetails } from "./price-details.tsx";
import { type ModelLine, mainComponents } from "./view-model.ts";

/** Standard prices at a glance; a model opens to all its records. */
export const PriceTable = ({ lines }: Readonly<{ lines: readonly ModelLine[] }>) => {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) => {
    const next = new Set(opened);
    if (!next.delete(key)) next.add(key);
    setOpened(next);
  };
  return (
    <ScrollRegion label="Prices">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Provider</th>
            {mainComponents.map((component) => (
              <th scope="col" className="number" key={component}>
                {componentNames[component]}
              </th>
            ))}
            <th scope="col">Tiers</th>
            <th scope="col" className="number">
              Records
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const open = opened.has(line.key);
            return (
              <Fragment key={line.key}>
                <tr>
                  <td>
                    <button
                      type="button"
                      className="price-model"
                      aria-expanded={open}
                      onClick={() => toggle(line.key)}
                    >
                      <IconChevronRight size={14} aria-hidden="true" />
                      {line.model}
                    </button>
                  </td>
                  <td>{line.provider}</td>
                  {mainComponents.map((component) => (
                    <td className="number" key={component}>
                      {line.main[component] ?? "–"}
                    </td>
                  ))}
                  <td className="price-tiers">{line.tiers.join(", ")}</td>
                  <td className="number muted">{line.details.length}</td>
                </tr>
                {open ? (
                  <tr className="price-details">
                    <td className="price-records" colSpan={mainComponents.length + 4}>
                      <PriceDetails line={line} />
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
};
