import { domainPage, useDomains } from '../../state/domains-store.ts';
import { WithCode } from '../../ui/with-code.tsx';

/** Where containers are reached by their names, and what to do to have the usual ports; nothing where they are not. */
export function DomainsNote() {
  const listeners = useDomains((store) => store.listeners);
  if (listeners === null) return null;
  const { http, https } = listeners;
  const refused = [http, https].flatMap(({ problem }) => problem ?? []);
  const url = domainPage('NAME.slipway.localhost', listeners);
  if (url === null && refused.length === 0) return null;
  return (
    <div className="domains-note quiet">
      {url !== null && (
        <p>
          Containers are reached by name, too, whether or not they publish a port: <code>{url}</code>
          {http.port !== null && https.port !== null && (
            <>
              , and over HTTPS at port <code>{https.port}</code>
            </>
          )}
          .
        </p>
      )}
      {refused.map(({ message, hint }) => (
        <p key={message}>
          <WithCode text={`${message} ${hint}`} />
        </p>
      ))}
    </div>
  );
}
