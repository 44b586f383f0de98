import type { Failure } from '../../contract/errors.ts';
import {
  isNoProxyEntry,
  maskCredentials,
  type Proxies,
  parseProxyAddress,
  splitNoProxy,
  writeProxyAddress,
} from '../../contract/proxies.ts';
import type { Settings } from '../../contract/settings.ts';
import type { AskSystem } from './ask-system.ts';
import { environmentProxies } from './environment-proxies.ts';
import { gnomeProxies, gnomeQuestion } from './gnome-proxies.ts';
import { macosProxies, macosQuestion } from './macos-proxies.ts';
import { foundByNetwork, noSystemProxies, type SystemProxies } from './system-proxies.ts';
import { windowsProxies, windowsQuestion } from './windows-proxies.ts';

/** The proxies that this computer is to be left by, and what was found beside. */
export interface FoundProxies {
  readonly proxies: Proxies;
  /** Where they are from, for a sentence. */
  readonly source: string;
  /** What of it cannot be used. */
  readonly problems: readonly Failure[];
  /** Exceptions that dockerd has no words for, such as Windows's `<local>`. */
  readonly leftOut: readonly string[];
}

/** The computer on which proxies are looked for. */
export interface ProxyPlace {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly ask: AskSystem;
}

/** No proxies. */
export const noProxies: Proxies = { http: '', https: '', noProxy: [] };

/** The proxies that the settings ask for: the system's, found out now, or the one that they name. */
export async function findProxies(
  settings: Pick<Settings, 'network.proxy' | 'network.noProxy'>,
  place: ProxyPlace,
): Promise<FoundProxies> {
  const chosen = settings['network.proxy'];
  const own = splitNoProxy(settings['network.noProxy']);
  const nothing = { problems: [], leftOut: [] };
  if (chosen === 'none') return { proxies: noProxies, source: 'the settings', ...nothing };
  const address = chosen === 'system' ? undefined : parseProxyAddress(chosen);
  if (address !== undefined) {
    const written = writeProxyAddress(address);
    const proxies = { http: written, https: written, noProxy: own };
    return { proxies, source: 'the settings', ...nothing };
  }
  const { source, found } = await systemProxies(place);
  const problems: Failure[] = found.automatic === null ? [] : [notFollowed(found.automatic)];
  const usable = (kind: string, text: string) => {
    const parsed = parseProxyAddress(text);
    if (parsed !== undefined) return writeProxyAddress(parsed);
    if (text !== '') problems.push(unusable(kind, text, source));
    return '';
  };
  const http = usable('http', found.http);
  // Mostly the same: not to be told of twice.
  const https = found.https === found.http ? http : usable('https', found.https);
  const entries = [...new Set([...found.noProxy, ...own])];
  const leftOut = entries.filter((entry) => !isNoProxyEntry(entry));
  if (http === '' && https === '') return { proxies: noProxies, source, problems, leftOut: [] };
  return { proxies: { http, https, noProxy: entries.filter(isNoProxyEntry) }, source, problems, leftOut };
}

/** The environment comes first, as it does for most programs: whoever sets it there has said it on purpose. */
async function systemProxies({ platform, environment, ask }: ProxyPlace): Promise<{
  readonly source: string;
  readonly found: SystemProxies;
}> {
  const named = environmentProxies(environment);
  if (named !== undefined) return { source: 'the environment', found: named };
  const answer = async (
    [program, parameters]: readonly [string, readonly string[]],
    parse: (output: string) => SystemProxies,
  ) => {
    const output = await ask(program, parameters);
    return output === undefined ? noSystemProxies : parse(output);
  };
  switch (platform) {
    case 'darwin':
      return { source: 'the settings of macOS', found: await answer(macosQuestion, macosProxies) };
    case 'win32':
      return { source: 'the settings of Windows', found: await answer(windowsQuestion, windowsProxies) };
    default:
      return { source: 'the settings of GNOME', found: await answer(gnomeQuestion, gnomeProxies) };
  }
}

function notFollowed(automatic: string): Failure {
  const what =
    automatic === foundByNetwork
      ? 'by a program that the network names (WPAD)'
      : `by the PAC file ${maskCredentials(automatic)}`;
  return {
    code: 'proxy-unusable',
    message: `This computer chooses proxies ${what}, which Slipway does not follow: the engine goes out directly.`,
    hint: 'Name the proxy that it leads to: `slipway settings set network.proxy http://HOST:PORT`; `none` if the engine needs none.',
  };
}

function unusable(kind: string, text: string, source: string): Failure {
  return {
    code: 'proxy-unusable',
    message: `The proxy for ${kind} that ${source} names, ${JSON.stringify(maskCredentials(text))}, is no address of an http, https or socks5 proxy: it is not used.`,
    hint: 'Mend it there, or name it: `slipway settings set network.proxy http://HOST:PORT`.',
  };
}
