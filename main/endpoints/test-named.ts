import type { EngineTest } from '../contract/engines.ts';
import type { Failure } from '../contract/errors.ts';
import { ownEngine } from '../contract/own-engine.ts';
import type { HomePaths } from '../home/paths.ts';
import { prepareHome } from '../home/prepare-home.ts';
import { createDialer } from './dialer.ts';
import { findEngine } from './list-engines.ts';
import { parseEndpoint } from './parse-endpoint.ts';
import { testEngine } from './test-engine.ts';

/** Connects to the engine of a name and talks to it. Rejects when there is none; that it does not answer is a result. */
export async function testNamedEngine(
  paths: HomePaths,
  name: string,
  signal: AbortSignal,
): Promise<EngineTest> {
  const { endpoint, tls } = await findEngine(paths, name);
  await prepareHome(paths);
  const parsed = parseEndpoint(endpoint, tls);
  const dialer = createDialer(parsed, { folder: paths.run });
  try {
    return ownNotRunning(await testEngine({ name, endpoint, tls }, parsed, dialer, signal));
  } finally {
    await dialer.close();
  }
}

/** Of Slipway's own engine there is more to say than that nothing listens there. */
function ownNotRunning(found: EngineTest): EngineTest {
  if (found.name !== ownEngine || found.failed === null) return found;
  const failure: Failure = {
    code: 'not-running',
    message: `Slipway’s own engine does not answer: ${found.failed.failure.message}`,
    hint: '`slipway start`; `slipway status` says what is wrong if something is.',
  };
  return { ...found, failed: { ...found.failed, failure } };
}
