import type { TestState } from '../../state/engines-store.ts';
import { answerText } from '../../text/engine-text.ts';
import { FailureText } from '../../ui/failure-text.tsx';

/** What a test of an engine found, or that it is under way. */
export function EngineTestText({ test }: { readonly test: TestState }) {
  if (test === 'testing') return 'Connecting…';
  if (test.failed !== null) return <FailureText failure={test.failed.failure} />;
  return test.answer === null ? null : `It answers: ${answerText(test.answer)}.`;
}
