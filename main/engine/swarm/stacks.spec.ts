import { expect, it, vi } from 'vitest';
import { never } from '../../util/wait.ts';
import { type ClientEnd, deployStack, removeStack, stackFailure } from './stacks.ts';

const client = (end: ClientEnd) => vi.fn(async () => end);
const deployment = { name: 'shop', file: '/shop/compose.yaml', folder: '/shop' };

it('has the client deploy the file, in its folder', async () => {
  const run = client({ ok: true, output: 'Creating service shop_web\n' });
  const said = await deployStack(run, { ...deployment, prune: false, sharesLogIn: false }, never);
  expect(said).toBe('Creating service shop_web\n');
  const words = ['stack', 'deploy', '--detach=true', '--compose-file', '/shop/compose.yaml', 'shop'];
  expect(run).toHaveBeenCalledWith(words, '/shop', expect.any(AbortSignal));
});

it('removes what the file does not have, and shares a log-in, only when told to', async () => {
  const run = client({ ok: true, output: '' });
  await deployStack(run, { ...deployment, prune: true, sharesLogIn: true }, never);
  const [[words] = []] = run.mock.calls as unknown as [[readonly string[]]];
  expect(words).toContain('--prune');
  expect(words).toContain('--with-registry-auth');
});

it('takes no name for an option', async () => {
  const run = client({ ok: true, output: '' });
  await removeStack(run, '--help', never);
  expect(run).toHaveBeenCalledWith(
    ['stack', 'rm', '--detach=true', '--', '--help'],
    undefined,
    expect.anything(),
  );
});

it('says the engine’s reason in plain words, or the client’s last line, and keeps all that was said', async () => {
  const output =
    "Creating network shop_default\nfailed to create service shop_web: Error response from daemon: rpc error: code = InvalidArgument desc = port '8080' is already in use by service 'web' (abc) as an ingress port\n";
  expect(stackFailure('deploy the stack shop', output)).toMatchObject({
    message: 'Could not deploy the stack shop: port 8080 is published by the service web.',
    hint: 'Choose another port, or remove that service.',
    detail: output,
  });
  const run = client({ ok: false, output: 'services.web Additional property imag is not allowed\n' });
  const failed = deployStack(run, { ...deployment, prune: false, sharesLogIn: false }, never);
  await expect(failed).rejects.toMatchObject({
    message: 'Could not deploy the stack shop: services.web Additional property imag is not allowed',
  });
});
