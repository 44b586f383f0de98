/**
 * xterm.js makes style elements and writes style attributes at run time, and knows nothing of a policy that refuses
 * both. Style elements that a script makes are given the page's nonce, and style attributes that a script writes are set
 * as properties, which the policy lets pass. Styles that come in as markup have neither way.
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
  HTMLElement.prototype.setAttribute = new Proxy(HTMLElement.prototype.setAttribute, {
    apply(setAttribute, self: HTMLElement, parameters: [string, string]) {
      if (parameters[0] === 'style') self.style.cssText = parameters[1];
      else Reflect.apply(setAttribute, self, parameters);
    },
  });
}
