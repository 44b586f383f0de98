/**
 * The address in the form in which it may be handed to the user's browser; undefined for anything but a web page over
 * https. Other schemes start other programs with what a hostile text chose.
 */
export function externalUrl(address: string): string | undefined {
  try {
    const url = new URL(address);
    if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined;
    return url.href;
  } catch {
    return undefined;
  }
}
