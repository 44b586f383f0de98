import type { Failure } from '../../main/contract/errors.ts';
import { visibleOutput } from '../text/visible-text.ts';

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

/** A sentence in which what stands between backticks is something to type. */
function WithCode({ text }: { readonly text: string }) {
  let at = 0;
  return visibleOutput(text)
    .split('`')
    .map((part, index) => {
      const key = at;
      at += part.length + 1;
      return index % 2 === 1 ? <code key={key}>{part}</code> : part;
    });
}
