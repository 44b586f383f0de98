/** The part of Trusted Types that the page uses; TypeScript's own types do not have it. */
interface Window {
  readonly trustedTypes?: {
    createPolicy(
      name: string,
      rules: { readonly createScriptURL: (address: string) => string },
    ): { createScriptURL(address: string): unknown };
  };
}

declare module '*?worker&url' {
  /** Where the compiled worker is served. */
  const address: string;
  export default address;
}
