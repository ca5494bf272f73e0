import { Tabs } from "@mantine/core";
import { CodeBlock } from "./code-block.tsx";
import { clientSnippets } from "./snippets.ts";

/** How to point a client at this Headgate, for the clients that people use. */
export const ClientSnippets = ({ secret }: Readonly<{ secret: string }>) => {
  const snippets = clientSnippets(window.location.origin, secret);
  return (
    <Tabs defaultValue={snippets[0]?.name ?? null} variant="default">
      <Tabs.List mb="sm" style={{ flexWrap: "nowrap", overflowX: "auto" }}>
        {snippets.map(({ name }) => (
          <Tabs.Tab key={name} value={name} px={10} py={7} style={{ whiteSpace: "nowrap" }}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map(({ name, text }) => (
        <Tabs.Panel key={name} value={name}>
          <CodeBlock text={text} label={`code for ${name}`} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
};
