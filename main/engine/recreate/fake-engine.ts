import type { ContainerCreateOptions } from 'dockerode';
import { SlipwayError } from '../../contract/errors.ts';
import type { ImageConfig, Inspected } from './inspected.ts';
import type { RecreateEngine } from './recreate-engine.ts';

/** A container of the fake engine. */
export interface FakeContainer {
  name: string;
  running: boolean;
  exitCode: number;
  health: string | undefined;
  body: ContainerCreateOptions;
}

/** An engine for specs: it holds containers, takes names once, and fails where it is told to. */
export class FakeEngine implements RecreateEngine {
  readonly containers = new Map<string, FakeContainer>();
  /** What was done, in order. */
  readonly done: string[] = [];
  /** Calls that fail, as they stand in `done`; each once. */
  readonly failing = new Set<string>();
  /** What becomes of a container once it is started. */
  onStart: (container: FakeContainer) => void = () => undefined;
  image: ImageConfig = {};
  /** Whether a change takes a while, as with a real engine. */
  slowly = false;

  add(id: string, name: string, more: Partial<FakeContainer> = {}): void {
    this.containers.set(id, { name, running: true, exitCode: 0, health: undefined, body: {}, ...more });
  }

  async inspect(id: string): Promise<Inspected> {
    const { name, running, exitCode, health, body } = this.find(id);
    return {
      Id: id,
      Name: `/${name}`,
      Image: 'image-id',
      RestartCount: 0,
      Mounts: [],
      Config: {
        Image: 'image',
        Hostname: id,
        Tty: false,
        OpenStdin: false,
        Labels: body.Labels ?? {},
        Healthcheck: body.Healthcheck,
      },
      HostConfig: body.HostConfig ?? {},
      NetworkSettings: { Networks: {} },
      State: {
        Running: running,
        Status: running ? 'running' : 'exited',
        ExitCode: exitCode,
        ...(health === undefined ? {} : { Health: { Status: health } }),
      },
    } as unknown as Inspected;
  }

  async imageConfig(): Promise<ImageConfig> {
    return this.image;
  }

  async create(body: ContainerCreateOptions): Promise<string> {
    await this.do(`create ${body.name}`);
    this.add('new', body.name ?? '', { running: false, body });
    return 'new';
  }

  async stop(id: string): Promise<void> {
    await this.do(`stop ${id}`);
    this.find(id).running = false;
  }

  async start(id: string): Promise<void> {
    await this.do(`start ${id}`);
    this.find(id).running = true;
    this.onStart(this.find(id));
  }

  async rename(id: string, name: string): Promise<void> {
    await this.do(`rename ${id} ${name}`);
    if ([...this.containers.values()].some((other) => other.name === name))
      throw new Error(`${name} is in use`);
    this.find(id).name = name;
  }

  async remove(id: string, withVolumes: boolean): Promise<void> {
    await this.do(`remove ${id}${withVolumes ? ' with volumes' : ''}`);
    this.containers.delete(id);
  }

  async lastLines(): Promise<string> {
    return 'the last line';
  }

  /** Names of all, a star behind those that run. */
  get state(): readonly string[] {
    return [...this.containers.values()]
      .map(({ name, running }) => `${name}${running ? '*' : ''}`)
      .toSorted();
  }

  private find(id: string): FakeContainer {
    const found = this.containers.get(id);
    if (found !== undefined) return found;
    throw new SlipwayError({ code: 'not-found', message: `No such container: ${id}`, hint: '' });
  }

  private async do(what: string): Promise<void> {
    this.done.push(what);
    if (this.slowly) await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.failing.delete(what)) {
      const message = `could not ${what}`;
      throw new SlipwayError({ code: 'engine-request-failed', message, hint: 'Try again.' });
    }
  }
}
