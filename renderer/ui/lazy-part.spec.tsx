import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchParts, lazyPart } from './lazy-part.tsx';

beforeEach(() => {
  vi.stubGlobal('requestIdleCallback', (run: () => void) => setTimeout(run));
  return () => vi.unstubAllGlobals();
});

describe('a part that is fetched apart', () => {
  it('is shown at once when it was fetched before', async () => {
    const Greeting = lazyPart(async () => ({ name }: { readonly name: string }) => <p>{name}</p>);
    expect(() => renderToStaticMarkup(<Greeting name="quay" />)).toThrow(/suspended/);
    await fetchParts();
    expect(renderToStaticMarkup(<Greeting name="quay" />)).toBe('<p>quay</p>');
  });

  it('has its own parts fetched, and those behind one that fails', async () => {
    const Broken = lazyPart<object>(() => Promise.reject(new Error('no such file')));
    const Outer = lazyPart(async () => {
      const Inner = lazyPart(async () => () => <b>inside</b>);
      return () => <Inner />;
    });
    await fetchParts();
    expect(renderToStaticMarkup(<Outer />)).toBe('<b>inside</b>');
    expect(() => renderToStaticMarkup(<Broken />)).toThrow(/suspended/);
  });
});
