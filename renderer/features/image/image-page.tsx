import { Layers } from 'lucide-react';
import { type ReactNode, useCallback, useRef } from 'react';
import type { ImageDetails } from '../../../main/contract/engine/image-details.ts';
import { shortImageName } from '../../../main/contract/engine/image-name.ts';
import type { Image } from '../../../main/contract/engine/images.ts';
import { formatSize } from '../../../main/contract/format.ts';
import { call } from '../../bridge.ts';
import { useEngine } from '../../state/engine-store.ts';
import { useRequest } from '../../state/use-request.ts';
import { goTo, type ImageTab, replacePlace, show } from '../../state/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { type PageTab, PageTabs } from '../../ui/page-tabs.tsx';
import { RequestState } from '../../ui/request-state.tsx';
import { EngineGate } from '../engine-gate.tsx';
import { ImagePageActions } from './image-page-actions.tsx';
import { LayersTab } from './layers-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { PackagesTab } from './packages-tab.tsx';
import './image.css';

interface ImagePageProps {
  readonly id: string;
  readonly tab: ImageTab;
}

/** Everything about one image, and what can be done to it. */
export function ImagePage({ id, tab }: ImagePageProps) {
  const images = useEngine((store) => store.images);
  const image = images.kind === 'loaded' ? images.items.find((item) => item.id === id) : undefined;
  // What it was called is still to be said of an image that has gone. It loses its names a moment before it goes itself.
  const lastTag = useRef<string>(undefined);
  if (image?.tags[0] !== undefined) lastTag.current = image.tags[0];
  const name = shortImageName((image === undefined ? lastTag.current : image.tags[0]) ?? id);
  const others = (image?.tags.length ?? 0) - 1;
  const note = image && `${formatSize(image.size)}${others > 0 ? `, ${others} more names` : ''}`;
  return (
    <div className="view">
      <PageHeader parent="Images" onParent={() => show('images')} title={name} note={note ?? ''}>
        {image && <ImagePageActions image={image} />}
      </PageHeader>
      <EngineGate list={images} what="images">
        {(all) =>
          image === undefined ? <Removed name={name} all={all} /> : <Content image={image} tab={tab} />
        }
      </EngineGate>
    </div>
  );
}

function Content({ image, tab }: { readonly image: Image; readonly tab: ImageTab }) {
  const { id } = image;
  const ask = useCallback(() => call('images.details', { id }), [id]);
  // An image never changes; the names that it has do, and its line in the list tells.
  const { state, again } = useRequest(ask, JSON.stringify(image));
  return (
    <PageTabs
      label="About the image"
      tabs={tabsOf((content) => (
        <RequestState state={state} what="the image" onRetry={again}>
          {content}
        </RequestState>
      ))}
      chosen={tab}
      onChoose={(next) => replacePlace({ view: 'images', page: { kind: 'image', id, tab: next } })}
    />
  );
}

type WithDetails = (content: (details: ImageDetails) => ReactNode) => ReactNode;

/** What the page shows, in the order of its tabs. */
function tabsOf(withDetails: WithDetails): readonly PageTab<ImageTab>[] {
  return [
    {
      id: 'overview',
      title: 'Overview',
      content: () => withDetails((details) => <OverviewTab details={details} />),
    },
    {
      id: 'layers',
      title: 'Layers',
      content: () => withDetails((details) => <LayersTab details={details} />),
    },
    {
      id: 'packages',
      title: 'Packages',
      content: () => withDetails((details) => <PackagesTab details={details} />),
    },
  ];
}

/** The image was removed while its page was open. Another one may have its name now. */
function Removed({ name, all }: { readonly name: string; readonly all: readonly Image[] }) {
  const successor = all.find(({ tags }) => tags.includes(name));
  return (
    <EmptyState
      icon={Layers}
      title="This image is no longer there"
      actions={
        <>
          {successor && (
            <Button
              kind="primary"
              onPress={() =>
                goTo({ view: 'images', page: { kind: 'image', id: successor.id, tab: 'overview' } })
              }
            >
              Open its successor
            </Button>
          )}
          <Button onPress={() => show('images')}>All images</Button>
        </>
      }
    >
      {successor
        ? 'It was removed, and another one has its name now.'
        : 'It was removed, here or by another client.'}
    </EmptyState>
  );
}
