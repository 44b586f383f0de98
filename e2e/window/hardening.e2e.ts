// The checklist of a hardened Electron app, a test for each line, against the running app.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sharedVm } from '../support/shared-vm.ts';
import { openWindow, type SlipwayWindow } from './window.ts';

const vm = await sharedVm();
let slipway: SlipwayWindow;

beforeAll(async () => {
  slipway = await openWindow(vm);
  await slipway.engine.state.filter({ hasText: 'Running' }).waitFor();
});
afterAll(async () => {
  await slipway?.quit();
});

/** The preferences that the window's page really runs with. */
function preferences(): Promise<Record<string, unknown>> {
  return slipway.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
}

it('isolates the page’s context, sandboxes it, and keeps Node from it', async () => {
  expect(await preferences()).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  const reach = await slipway.page.evaluate(() => {
    const page = globalThis as unknown as Record<string, unknown>;
    return ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => page[name] !== undefined);
  });
  expect(reach).toEqual([]);
});

it('gives the page three functions, and nothing of Electron', async () => {
  const bridge = await slipway.page.evaluate(() =>
    Object.entries(window.slipway).map(([name, value]) => `${name}: ${typeof value}`),
  );
  expect(bridge).toEqual(['request: function', 'offer: function', 'listen: function']);
});

it('serves the page over its own scheme with a strict policy', async () => {
  expect(slipway.page.url()).toBe('slipway://app/index.html');
  const blocked = await slipway.page.evaluate(async () => {
    const refused: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
    const script = document.createElement('script');
    try {
      script.textContent = 'window.injected = true';
    } catch {
      refused.push('trusted types refuse script text');
    }
    try {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<img src="https://example.org/x.png" onerror="window.injected = true">',
      );
    } catch {
      refused.push('trusted types refuse markup');
    }
    const image = new Image();
    image.src = 'https://example.org/x.png';
    const frame = document.createElement('iframe');
    frame.src = 'https://example.org/';
    document.body.append(image, frame);
    const fetched = await fetch('https://example.org/').then(
      () => 'fetched',
      () => 'refused',
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    image.remove();
    frame.remove();
    return { refused, fetched, injected: 'injected' in window };
  });
  expect(blocked.injected).toBe(false);
  expect(blocked.fetched).toBe('refused');
  expect(blocked.refused).toEqual(
    expect.arrayContaining([
      'trusted types refuse script text',
      'trusted types refuse markup',
      'img-src',
      'frame-src',
      'connect-src',
    ]),
  );
});

it('does not evaluate text as code', async () => {
  // Evaluated from within the page: Playwright's own way in is not bound by the policy.
  const outcome = await slipway.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            resolve(String(new Function('return "evaluated"')()));
          } catch {
            resolve('refused');
          }
        });
      }),
  );
  expect(outcome).toBe('refused');
});

it('denies every permission', async () => {
  const states = await slipway.page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'];
    const asked = names.map(async (name) => {
      const { state } = await navigator.permissions.query({ name: name as PermissionName });
      return `${name}: ${state}`;
    });
    return Promise.all(asked);
  });
  for (const state of states) expect(state).toMatch(/: denied$/);
  const read = await slipway.page.evaluate(() =>
    navigator.clipboard.readText().then(
      () => 'read',
      () => 'refused',
    ),
  );
  expect(read).toBe('refused');
});

it('answers only the main frame of its own page', async () => {
  const answer = await slipway.app.evaluate(async ({ app, BrowserWindow }) => {
    // A page of another origin that was given the same preload script, and so has the same functions.
    const preload = `${app.getAppPath()}/build/app/preload/preload.cjs`;
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: { preload, sandbox: true, contextIsolation: true },
    });
    await stranger.loadURL('data:text/html,<p>stranger</p>');
    const ask = 'window.slipway.request("containers.list", {})';
    const reply: unknown = await stranger.webContents.executeJavaScript(ask);
    stranger.destroy();
    return reply;
  });
  expect(answer).toMatchObject({ error: { code: 'invalid-argument' } });
});

it('parses every parameter, and knows only the requests of its contract', async () => {
  const ask = (name: string, parameters: unknown) =>
    slipway.page.evaluate(([to, what]) => window.slipway.request(to as string, what), [
      name,
      parameters,
    ] as const);
  for (const [name, parameters] of [
    ['containers.start', { id: 5 }],
    ['containers.start', { id: 'x', more: true }],
    ['__proto__', {}],
    ['constructor', {}],
    ['no.such', {}],
  ] as const) {
    expect(await ask(name, parameters)).toMatchObject({ error: { code: 'invalid-argument' } });
  }
});

it('shows hostile names, labels and statuses as text', async () => {
  const nastyLabel = 'com.docker.compose.project=<img src=x onerror=window.injected=1>\u202eevil';
  await vm.client(['tag', 'slipway/busybox', 'hostile/image:onload']);
  await vm.client([
    'run',
    '--detach',
    '--name',
    'hostile',
    '--label',
    nastyLabel,
    '--label',
    'javascript:alert(1)=<script>window.injected=1</script>',
    'hostile/image:onload',
    'sh',
    '-c',
    'printf "\\033]8;;https://example.org\\007<script>window.injected=1</script>\\n"; sleep 600',
  ]);
  try {
    await slipway.containers.open();
    await slipway.containers.row('hostile').waitFor();
    const heading = slipway.page.getByRole('button', { name: /^<img src=x onerror=window\.injected=1>/ });
    await heading.waitFor();
    expect(await heading.innerText()).toContain('\\u{202e}evil');
    expect(await slipway.page.locator('main img').count()).toBe(0);
    expect(await slipway.page.evaluate(() => 'injected' in window)).toBe(false);
  } finally {
    await vm.client(['rm', '--force', 'hostile']);
    await vm.client(['rmi', 'hostile/image:onload']);
  }
});

// The last one: the driver waits for ever for a navigation that was refused before it presses anything again.
it('goes nowhere: no navigation, no new window, no file', async () => {
  for (const address of ['https://example.org/', 'file:///etc/passwd', 'data:text/html,x']) {
    await slipway.page.evaluate((to) => {
      location.href = to;
    }, address);
    await slipway.page.waitForTimeout(150);
    expect(slipway.page.url()).toBe('slipway://app/index.html');
  }
  const opened = await slipway.page.evaluate(() => window.open('https://example.org/') !== null);
  expect(opened).toBe(false);
  expect(slipway.app.windows()).toHaveLength(1);
});
