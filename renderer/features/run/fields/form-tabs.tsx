import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { assertNever } from '../../../../main/contract/assert-never.ts';
import { countChosen, type FormTab, formTabs, tabOfField } from '../form/form-tabs.ts';
import { EnvironmentFields } from './environment-fields.tsx';
import type { FieldsProps } from './field-props.ts';
import { LabelsFields } from './labels-fields.tsx';
import { LimitsFields } from './limits-fields.tsx';
import { MoreFields } from './more-fields.tsx';
import { MountsFields } from './mounts-fields.tsx';
import { NetworkFields } from './network-fields.tsx';
import { PortsFields } from './ports-fields.tsx';

interface FormTabsProps extends FieldsProps {
  readonly chosen: FormTab;
  readonly onChoose: (tab: FormTab) => void;
}

/** All but the first fields, a part at a time; each says how much was chosen in it, and whether something is wrong. */
export function FormTabs({ chosen, onChoose, ...props }: FormTabsProps) {
  const wrong = new Set(Object.keys(props.problems).map(tabOfField));
  return (
    <Tabs
      className="run-tabs"
      selectedKey={chosen}
      onSelectionChange={(key) => {
        const tab = formTabs.find(({ id }) => id === key);
        if (tab !== undefined) onChoose(tab.id);
      }}
    >
      <TabList className="page-tab-list run-tab-list" aria-label="More of the container">
        {formTabs.map(({ id, title }) => {
          const count = countChosen(props.form, id);
          return (
            <Tab key={id} id={id} className={`page-tab ${wrong.has(id) ? 'run-tab-wrong' : ''}`}>
              {title}
              {count > 0 && <span className="run-tab-count">{count}</span>}
              {wrong.has(id) && <span className="visually-hidden">, something is wrong</span>}
            </Tab>
          );
        })}
      </TabList>
      {formTabs.map(({ id }) => (
        <TabPanel key={id} id={id} className="run-panel">
          <Fields tab={id} {...props} />
        </TabPanel>
      ))}
    </Tabs>
  );
}

function Fields({ tab, ...props }: FieldsProps & { readonly tab: FormTab }) {
  switch (tab) {
    case 'ports':
      return <PortsFields {...props} />;
    case 'mounts':
      return <MountsFields {...props} />;
    case 'environment':
      return <EnvironmentFields {...props} />;
    case 'network':
      return <NetworkFields {...props} />;
    case 'limits':
      return <LimitsFields {...props} />;
    case 'labels':
      return <LabelsFields {...props} />;
    case 'more':
      return <MoreFields {...props} />;
    default:
      return assertNever(tab);
  }
}
