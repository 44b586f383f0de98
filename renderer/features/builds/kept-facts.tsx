import type { BuildKept } from '../../../main/contract/builds.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { attachmentText, materialText } from '../../text/build-text.ts';
import { visibleText } from '../../text/visible-text.ts';
import { Facts } from '../../ui/facts.tsx';

/** What BuildKit has kept of a build: what else it was told, what it was made from, and what is kept of what it has made. */
export function KeptFacts({ kept: { options, materials, attachments } }: { readonly kept: BuildKept }) {
  return (
    <>
      <Facts
        title="Other options"
        facts={options.map(({ name, value }) => ({
          name: visibleText(name),
          value: <code>{value === '' ? '(empty)' : visibleText(value)}</code>,
        }))}
      />
      <Facts
        title="Made from"
        facts={materials.map(({ address, digest }) => ({
          name: visibleText(materialText(address)),
          value: digest === '' ? 'without a digest' : <code>{visibleText(digest)}</code>,
        }))}
      />
      <Facts
        title="Kept by BuildKit"
        facts={attachments.map(({ kind, platform, digest, bytes }) => ({
          name: [attachmentText(kind), platform].filter(Boolean).map(visibleText).join(', '),
          value: (
            <>
              <code>{visibleText(digest)}</code>, {formatSize(bytes)}
            </>
          ),
        }))}
      />
    </>
  );
}
