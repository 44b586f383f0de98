/** The single JSON-RPC method of requests; the contract's own names travel inside. */
export const requestMethod = 'request';

/** The single JSON-RPC notification of events. */
export const eventMethod = 'event';

/** What a client sends. */
export interface RequestEnvelope {
  readonly name: string;
  readonly parameters: unknown;
}

/** What a host announces. */
export interface EventEnvelope {
  readonly name: string;
  readonly payload: unknown;
}
