/** What a field holds, read; or what is wrong with it, in words for beside the field. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };
