import { Button } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import { PageHead } from "../../shell/page-head.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";

export const NotFoundPage = () => (
  <>
    <PageHead title="No such page" />
    <div className="panel">
      <EmptyState
        icon={<IconMapOff size={20} stroke={1.6} />}
        title="There is nothing at this address"
        text="The page may have moved, or the address was mistyped."
      >
        <Button component="a" href="/" size="xs" variant="default">
          Go to the overview
        </Button>
      </EmptyState>
    </div>
  </>
);
