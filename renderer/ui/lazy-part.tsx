import { type ComponentType, lazy, useState } from 'react';

const parts: (() => Promise<unknown>)[] = [];

/**
 * A component whose code is fetched apart from the rest: when it is first shown, or by `fetchParts` before that. One that
 * was fetched is shown at once; React's own `lazy` shows its fallback even then, and keeps it for 300 ms.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  const fetchPart = async () => {
    loaded = await load();
    return { default: loaded };
  };
  const Lazy = lazy(fetchPart) as unknown as ComponentType<Props>;
  parts.push(fetchPart);
  return function LazyPart(props: Props) {
    // The same for as long as it is shown: another type would begin anew.
    const [Part] = useState(() => loaded ?? Lazy);
    return <Part {...props} />;
  };
}

/** Fetches all parts, one whenever the page has nothing else to do. What fails is fetched again once it is shown. */
export async function fetchParts(): Promise<void> {
  // Parts may have parts of their own.
  for (let fetchPart = parts.shift(); fetchPart !== undefined; fetchPart = parts.shift()) {
    await new Promise<unknown>((resolve) => requestIdleCallback(resolve));
    await fetchPart().catch(() => undefined);
  }
}
