/**
 * xterm.js makes style elements at run time and knows nothing of nonces, without which the page's policy refuses them.
 * Every style element that a script makes is given the page's nonce; one that comes in as markup has none.
 */
export function allowOwnStyles(): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
  if (!nonce) return;
  document.createElement = new Proxy(document.createElement, {
    apply(createElement, self: Document, parameters: [string, ElementCreationOptions?]) {
      const element = Reflect.apply(createElement, self, parameters) as HTMLElement;
      if (element instanceof HTMLStyleElement) element.nonce = nonce;
      return element;
    },
  });
}
