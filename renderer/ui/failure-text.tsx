import type { Failure } from '../../main/contract/errors.ts';
import { visibleOutput } from '../text/visible-text.ts';
import { WithCode } from './with-code.tsx';

/** What failed, what to try, and more for whoever wants to know. */
export function FailureText({ failure }: { readonly failure: Failure }) {
  return (
    <div className="failure-text">
      <p className="failure-message">
        <WithCode text={failure.message} />
      </p>
      {failure.hint !== '' && (
        <p className="failure-hint">
          <WithCode text={failure.hint} />
        </p>
      )}
      {failure.detail !== undefined && failure.detail.trim() !== '' && (
        <details className="failure-detail">
          <summary>Details</summary>
          <pre className="code">{visibleOutput(failure.detail)}</pre>
        </details>
      )}
    </div>
  );
}
