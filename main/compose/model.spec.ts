import { describe, expect, it } from 'vitest';
import { readModel } from './model.ts';

const model = (services: unknown) =>
  readModel(JSON.stringify({ name: 'shop', services, networks: { default: {} }, volumes: { data: null } }));

describe('what Compose makes of a project', () => {
  it('is read as far as it is shown', () => {
    const { services, networks, volumes } = model({
      web: {
        ...{ image: 'x', command: null, depends_on: { db: { condition: 'service_started' } } },
        ...{ networks: { default: null }, profiles: ['tools'], deploy: { replicas: 3 } },
        volumes: [
          { type: 'volume', source: 'data', target: '/data' },
          { type: 'bind', source: '/src', target: '/src' },
        ],
        ports: [
          { mode: 'ingress', target: 80, published: '8080', protocol: 'tcp', host_ip: '127.0.0.1' },
          { target: 53, protocol: 'udp' },
        ],
      },
      db: { build: { context: '.' } },
    });
    expect(services[0]).toMatchObject({
      ...{ name: 'web', dependsOn: ['db'], networks: ['default'], replicas: 3, profiles: ['tools'] },
      ...{ volumes: [{ name: 'data', target: '/data' }], ports: ['127.0.0.1:8080:80', '53/udp'] },
    });
    expect(services[1]).toMatchObject({ isBuilt: true, fixedBy: null, image: '' });
    expect({ networks, volumes }).toEqual({ networks: ['default'], volumes: ['data'] });
  });

  it('says what cannot be scaled, and why', () => {
    const fixed = (service: object) => model({ web: service }).services[0]?.fixedBy;
    expect(fixed({ container_name: 'web' })).toBe('container_name');
    expect(fixed({ ports: [{ target: 80, published: '8080' }] })).toBe('host port');
    expect(fixed({ ports: [{ target: 80, published: '8080-8090' }] })).toBeNull();
    expect(fixed({ ports: [{ target: 80 }] })).toBeNull();
  });

  it('is refused where it is none', () => {
    expect(() => readModel('no')).toThrow();
    expect(() => readModel('{"services":[1]}')).toThrow();
    expect(readModel('{}')).toEqual({ services: [], networks: [], volumes: [] });
  });
});
