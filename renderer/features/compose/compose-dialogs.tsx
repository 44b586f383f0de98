import { FolderPlus } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { call } from '../../bridge.ts';
import { beginTask, createProject, forgetProject } from '../../state/compose-store.ts';
import { useRequest } from '../../state/use-request.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import './compose.css';

interface QuestionProps {
  readonly project: string;
  readonly onClose: () => void;
}

/** Asks before the volumes of a project go with it. */
export function DownQuestion({ project, onClose }: QuestionProps) {
  return (
    <ConfirmDialog
      isOpen
      title={`Take down ${project} with its volumes?`}
      action="Take down"
      onClose={onClose}
      onConfirm={() => void beginTask(project, { verb: 'down', volumes: true })}
    >
      Its containers and networks go, and the volumes that its files name with all that is in them. That
      cannot be had again.
    </ConfirmDialog>
  );
}

/** Asks before a project is forgotten. */
export function ForgetQuestion({ project, onClose }: QuestionProps) {
  return (
    <ConfirmDialog
      isOpen
      title={`Forget ${project}?`}
      action="Forget"
      onClose={onClose}
      onConfirm={() => void forgetProject(project)}
    >
      It is no longer in the list once nothing of it runs, and the earlier contents of its files that were
      kept here go. The files, containers and volumes stay as they are.
    </ConfirmDialog>
  );
}

/** Offers projects to begin with. */
export function TemplateDialog({ onClose }: { readonly onClose: () => void }) {
  const ask = useCallback(() => call('compose.templates', {}), []);
  const { state, again } = useRequest(ask);
  const [chosen, setChosen] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  return (
    <Dialog title="Begin a project from a template" isOpen onClose={onClose} width="wide">
      <RequestState state={state} what="the templates" onRetry={again}>
        {(templates) => {
          const template = templates.find(({ id }) => id === chosen) ?? templates[0];
          if (template === undefined) return null;
          const create = async () => {
            setBusy(true);
            const isDone = await createProject(template.id);
            setBusy(false);
            if (isDone) onClose();
          };
          return (
            <>
              <div className="compose-templates">
                <RadioGroup aria-label="Template" value={template.id} onChange={setChosen}>
                  {templates.map(({ id, title, about }) => (
                    <Radio key={id} value={id} className="compose-template">
                      <span className="strong">{title}</span>
                      <span className="quiet">{about}</span>
                    </Radio>
                  ))}
                </RadioGroup>
                <ScrollArea label={`compose.yaml of ${template.title}`} className="compose-template-text">
                  <pre className="code">{template.text}</pre>
                </ScrollArea>
              </div>
              <div className="dialog-actions">
                <Button onPress={onClose}>Cancel</Button>
                <Button kind="primary" icon={FolderPlus} isBusy={isBusy} onPress={() => void create()}>
                  Choose a folder…
                </Button>
              </div>
            </>
          );
        }}
      </RequestState>
    </Dialog>
  );
}
