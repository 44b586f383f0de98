/** The scheme of the app's own pages. There is no file: and no http: in this app. */
export const appScheme = 'slipway';

/** The one origin whose pages may talk to the main process. */
export const appOrigin = `${appScheme}://app`;

/** The page that the window shows. */
export const appPage = `${appOrigin}/index.html`;

/** Whether an address belongs to the app itself; anything that does not parse does not. */
export function isAppUrl(address: string): boolean {
  try {
    const { protocol, host, username, password } = new URL(address);
    return protocol === `${appScheme}:` && host === 'app' && username === '' && password === '';
  } catch {
    return false;
  }
}
