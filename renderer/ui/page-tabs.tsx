import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';

/** One tab of a page. */
export interface PageTab<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly content: () => ReactNode;
}

interface PageTabsProps<Id extends string> {
  /** What the tabs are of, for who does not see. */
  readonly label: string;
  readonly tabs: readonly PageTab<Id>[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
}

/** The tabs of an object's page; only the chosen one's content exists. */
export function PageTabs<Id extends string>({ label, tabs, chosen, onChoose }: PageTabsProps<Id>) {
  return (
    <Tabs
      className="page-tabs"
      selectedKey={chosen}
      onSelectionChange={(key) => {
        const tab = tabs.find(({ id }) => id === key);
        if (tab !== undefined) onChoose(tab.id);
      }}
    >
      <TabList className="page-tab-list" aria-label={label}>
        {tabs.map(({ id, title }) => (
          <Tab key={id} id={id} className="page-tab">
            {title}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="page-panel">
          {content()}
        </TabPanel>
      ))}
    </Tabs>
  );
}
