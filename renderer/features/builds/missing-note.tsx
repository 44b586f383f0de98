import type { BuildKept } from '../../../main/contract/builds.ts';
import { Problem } from '../../ui/problem.tsx';

/** Says what BuildKit did not have any more of a build; nothing where it had all. */
export function MissingNote({ kept }: { readonly kept: BuildKept | null }) {
  if (kept === null || kept.missing.length === 0) return null;
  const failure = {
    code: 'not-found',
    message: `Could not read all of this build. Missing: ${kept.missing.map(({ what }) => what).join(', ')}.`,
    hint: 'What there is, is shown. Build it again to have all of it.',
    detail: kept.missing.map(({ what, why }) => `${what}: ${why}`).join('\n'),
  } as const;
  return <Problem failure={failure} isGrave={false} />;
}
