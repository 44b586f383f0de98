import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { shortImageName } from '../../../main/contract/engine/image-name.ts';
import type { RemovableImage, RetentionPlan } from '../../../main/contract/engine/retention.ts';
import { formatAge, formatSize, formatTime } from '../../../main/contract/format.ts';
import { call } from '../../bridge.ts';
import {
  cleanUp,
  draftRules,
  type RuleDraft,
  type RuleDrafts,
  ruleComplaint,
  ruleNumber,
  rulesOf,
} from '../../state/clean-up.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useSettings } from '../../state/settings-store.ts';
import { useNow } from '../../state/use-now.ts';
import { useRequest } from '../../state/use-request.ts';
import { useSettled } from '../../state/use-settled.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Untrusted } from '../../ui/untrusted.tsx';

/** Milliseconds after the last key before the rules are asked about. */
const restMs = 250;

/** Most images that are listed. */
const mostListed = 300;

/** Which images rules would remove, shown before it is done. The rules are kept. */
export function CleanUpDialog({ onClose }: { readonly onClose: () => void }) {
  const [drafts, setDrafts] = useState(() => {
    const { settings } = useSettings.getState();
    const items = settings.kind === 'loaded' ? settings.items : [];
    return draftRules(Object.fromEntries(items.map(({ key, value }) => [key, value])));
  });
  const set = (rule: keyof RuleDrafts) => (draft: RuleDraft) => setDrafts({ ...drafts, [rule]: draft });
  const rules = rulesOf(drafts);
  const asked = useSettled(JSON.stringify(rules ?? null), restMs);
  const ask = useCallback(
    async (version: string): Promise<{ readonly version: string; readonly plan: RetentionPlan | null }> => {
      const wanted = JSON.parse(version) as ReturnType<typeof rulesOf> | null;
      return { version, plan: wanted ? await call('images.plan', wanted) : null };
    },
    [],
  );
  const { state, again } = useRequest(ask, asked);
  // One that comes or goes meanwhile, as by an import that has just been begun, is planned with too.
  const images = useEngine((store) => store.images);
  const planned = useRef(images);
  useEffect(() => {
    if (planned.current === images) return;
    planned.current = images;
    again();
  }, [images, again]);
  const isCurrent = state.kind === 'loaded' && state.value.version === JSON.stringify(rules ?? null);
  const plan = state.kind === 'loaded' ? state.value.plan : null;
  const count = isCurrent ? (plan?.remove.length ?? 0) : 0;
  return (
    <Dialog title="Clean up images" isOpen onClose={onClose} width="wide">
      <div className="dialog-text dialog-stack">
        <p>
          An image goes when one of these says so. What a container has stays, and what Slipway brought along.
        </p>
        <div className="rules">
          <Rule
            rule="age"
            draft={drafts.age}
            onChange={set('age')}
            label="Days since it came"
            unit="days ago"
          >
            It came here more than
          </Rule>
          <Rule rule="use" draft={drafts.use} onChange={set('use')} label="Days without use" unit="days">
            No container was made of it for
          </Rule>
          <Rule
            rule="size"
            draft={drafts.size}
            onChange={set('size')}
            label="Gigabytes of all images"
            unit="GB"
          >
            Least recently used, while all take more than
          </Rule>
        </div>
        {state.kind === 'failed' && <Problem failure={state.failure} isGrave />}
        {plan !== null && plan.remove.length > 0 && <PlanList images={plan.remove} />}
        <p className="prune-total" role="status">
          {rules === undefined ? (
            ruleComplaint(drafts)
          ) : !isCurrent && state.kind !== 'failed' ? (
            <>
              <Spinner />
              Looking at what would go…
            </>
          ) : (
            plan !== null && planText(plan)
          )}
        </p>
        {plan !== null && drafts.use.isOn && <Watched plan={plan} days={ruleNumber('use', drafts.use)} />}
      </div>
      <div className="dialog-actions">
        <Button onPress={onClose}>Cancel</Button>
        <Button
          kind="danger"
          isDisabled={count === 0}
          onPress={() => {
            onClose();
            void cleanUp(plan?.remove ?? [], drafts);
          }}
        >
          {count === 0 ? 'Remove' : `Remove ${count}`}
        </Button>
      </div>
    </Dialog>
  );
}

interface RuleProps {
  readonly rule: keyof RuleDrafts;
  readonly draft: RuleDraft;
  readonly onChange: (draft: RuleDraft) => void;
  /** What the number is, for who does not see what stands beside it. */
  readonly label: string;
  readonly unit: string;
  readonly children: ReactNode;
}

function Rule({ rule, draft, onChange, label, unit, children }: RuleProps) {
  const { isOn, text } = draft;
  return (
    <div className="rule">
      <Checkbox isSelected={isOn} onChange={(next) => onChange({ text, isOn: next })}>
        {children}
      </Checkbox>
      <input
        className="input rule-number"
        aria-label={label}
        aria-invalid={isOn && ruleNumber(rule, draft) === undefined}
        inputMode="decimal"
        value={text}
        onChange={(event) => onChange({ text: event.target.value, isOn: true })}
      />
      <span className={isOn ? '' : 'quiet'}>{unit}</span>
    </div>
  );
}

function PlanList({ images }: { readonly images: readonly RemovableImage[] }) {
  const now = useNow(60_000);
  return (
    <ul className="name-list plan-list" aria-label="Images that go">
      {images.slice(0, mostListed).map((image) => (
        <li key={image.id}>
          <Untrusted className="plan-name" text={namesOf(image)} />
          <span className="quiet" title={`Came ${formatTime(image.cameAt)}`}>
            {reasonText(image, now)}
          </span>
          <span className="quiet plan-size">{formatSize(image.bytes)}</span>
        </li>
      ))}
      {images.length > mostListed && <li className="quiet">and {images.length - mostListed} more</li>}
    </ul>
  );
}

function namesOf({ id, tags }: RemovableImage): string {
  return tags.length === 0 ? shortImageName(id) : tags.join(', ');
}

function reasonText({ reason, cameAt, usedAt }: RemovableImage, now: number): string {
  if (reason === 'age') return `came ${formatAge(cameAt, now)}`;
  return usedAt === null ? 'no use seen' : `last used ${formatAge(usedAt, now)}`;
}

function planText({ remove, freesBytes, bytes, count, kept }: RetentionPlan): string {
  const stay = kept === 0 ? '' : ` ${kept} of ${count} are in use or came with Slipway, and stay.`;
  if (remove.length === 0) return `Nothing goes: ${formatSize(bytes)} in ${count} images.${stay}`;
  return `Frees about ${formatSize(freesBytes)} of ${formatSize(bytes)} by removing ${remove.length} of ${count} images.${stay}`;
}

/** That little goes may be because it is not long known what is used. */
function Watched({ plan, days }: { readonly plan: RetentionPlan; readonly days: number | undefined }) {
  const now = useNow(60_000);
  if (days === undefined || now - plan.watchedSince >= days * 24 * 3_600_000) return null;
  return (
    <p className="quiet">
      What is used is known since {formatTime(plan.watchedSince)}: nothing counts as unused for longer.
    </p>
  );
}
