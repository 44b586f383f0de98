/** A machine of a Swarm. Every text in it comes from outside and is not to be trusted; so it is with all that is below. */
export interface SwarmNode {
  readonly id: string;
  readonly hostname: string;
  readonly role: 'manager' | 'worker';
  /** Whether tasks are placed on it: `active`; `pause` keeps those that are there, `drain` has them moved away. */
  readonly availability: string;
  /** The engine's word for whether it is heard of: `ready`, `down`, `disconnected`, `unknown`. */
  readonly state: string;
  /** Why it is not ready; mostly empty. */
  readonly message: string;
  readonly address: string;
  readonly engineVersion: string;
  /** `linux/x86_64`. */
  readonly platform: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly labels: Readonly<Record<string, string>>;
  /** What it is among the managers; null for a worker. */
  readonly manager: {
    readonly isLeader: boolean;
    readonly reachability: string;
    /** Where others join: `10.0.2.15:2377`. */
    readonly address: string;
  } | null;
  /** Milliseconds since 1970, as all times here; 0 when the engine does not tell. */
  readonly createdAt: number;
  /** The engine that is asked is this one. */
  readonly isOwn: boolean;
}

/** How many tasks a service is to have: as many as it is told, one on each node, or as many as its job takes. */
export type ServiceMode =
  | { readonly kind: 'replicated'; readonly replicas: number }
  | { readonly kind: 'global' }
  | { readonly kind: 'job' };

/** A port that a service publishes. */
export interface ServicePort {
  /** 0 until the engine has chosen one. */
  readonly published: number;
  readonly target: number;
  readonly protocol: string;
  /** `ingress`: every node answers and leads on to a task; `host`: only nodes that have a task. */
  readonly mode: string;
}

/** How a service is changed from one description to the next. */
export interface UpdatePolicy {
  /** Tasks at once; 0: all of them. */
  readonly parallelism: number;
  /** Between two of them. */
  readonly delayMs: number;
  /** `stop-first` or `start-first`. */
  readonly order: string;
  /** What is done when a new task fails: `pause`, `continue` or `rollback`. */
  readonly onFailure: string;
}

/** A service of a Swarm. */
export interface Service {
  readonly id: string;
  readonly name: string;
  /** As it was asked for, without the digest that the engine may have put behind it. */
  readonly image: string;
  readonly mode: ServiceMode;
  /** Tasks that run, and tasks that there are to be. */
  readonly running: number;
  readonly desired: number;
  readonly ports: readonly ServicePort[];
  /** The change that is under way or was the last; null before the first. */
  readonly update: { readonly state: string; readonly message: string; readonly startedAt: number } | null;
  readonly policy: UpdatePolicy;
  /** There is a description to go back to. */
  readonly hasPrevious: boolean;
  /** Words; the image's own when empty. */
  readonly command: readonly string[];
  readonly environment: readonly string[];
  readonly constraints: readonly string[];
  /** Ids of the networks that its tasks join. */
  readonly networks: readonly string[];
  readonly secrets: readonly SwarmFileUse[];
  readonly configs: readonly SwarmFileUse[];
  /** The stack that it belongs to; null for none. */
  readonly stack: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A secret or config that a service has, and the file that it is in its containers. */
export interface SwarmFileUse {
  readonly id: string;
  readonly name: string;
  readonly target: string;
}

/** A container of a service on its way, running, or as it was: the engine keeps the last few of each. */
export interface Task {
  readonly id: string;
  readonly service: string;
  /** Its number among the replicas; 0 for a service that has one on each node. */
  readonly slot: number;
  /** The id of the node that it was placed on; empty until then. */
  readonly node: string;
  readonly image: string;
  /** The engine's words: `pending`, `preparing`, `running`, `failed`, `rejected`, `shutdown` and others. */
  readonly state: string;
  readonly desiredState: string;
  readonly message: string;
  /** Why it is not what it is to be; mostly empty. */
  readonly error: string;
  readonly exitCode: number | null;
  /** Empty before it has one. */
  readonly container: string;
  /** Since when it is in that state. */
  readonly since: number;
  readonly createdAt: number;
}

/** A secret or a config: what is known of it but for what it holds. */
export interface SwarmFile {
  readonly id: string;
  readonly name: string;
  readonly stack: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

/** All that a manager tells. */
export interface SwarmLists {
  readonly nodes: readonly SwarmNode[];
  readonly services: readonly Service[];
  readonly tasks: readonly Task[];
  readonly secrets: readonly SwarmFile[];
  readonly configs: readonly SwarmFile[];
}

/** What the engine has to do with a Swarm. Only a manager knows what there is in it. */
export type Swarm =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'manager' } & SwarmLists)
  /** `managers`: addresses of those that can be asked. */
  | { readonly kind: 'worker'; readonly managers: readonly string[] }
  /** A manager that has not yet found its place among the others, or cannot. */
  | { readonly kind: 'preparing' }
  /** A manager that was started anew and waits for the key under which its state is kept. */
  | { readonly kind: 'locked' }
  /** More than half of the managers do not answer: nothing can be read or changed. The engine's own words. */
  | { readonly kind: 'leaderless'; readonly message: string };
