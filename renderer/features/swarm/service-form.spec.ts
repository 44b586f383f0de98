import { expect, it } from 'vitest';
import {
  emptyServiceForm,
  readReplicas,
  readServiceForm,
  type ServiceForm,
  stackNameOf,
} from './service-form.ts';

const words = (text: string) =>
  text.includes('"')
    ? ({ ok: false, problem: 'A quote is open.' } as const)
    : ({ ok: true, value: text.split(' ').filter(Boolean) } as const);

const read = (form: Partial<ServiceForm>) =>
  readServiceForm({ ...emptyServiceForm, name: 'web', image: 'nginx', ...form }, words);

it('asks for one task unless another number, or one on each node, is asked for', () => {
  expect(read({})).toMatchObject({ problems: {}, options: { name: 'web', image: 'nginx', replicas: 1 } });
  expect(read({ replicas: ' 3 ' }).options.replicas).toBe(3);
  expect(read({ replicas: 'many', isGlobal: true })).toMatchObject({
    problems: {},
    options: { replicas: null },
  });
});

it('takes ports and variables of rows in which something was written', () => {
  const ports = [
    { published: '8080', target: '80', protocol: 'tcp', mode: 'ingress' },
    { published: '', target: '53', protocol: 'udp', mode: 'host' },
    { published: '', target: '', protocol: 'tcp', mode: 'ingress' },
  ] as const;
  const environment = [
    { name: 'A', value: '1' },
    { name: '', value: '' },
  ];
  expect(
    read({ ports, environment, constraints: 'node.role==worker\n\n', secrets: 'a, b' }).options,
  ).toMatchObject({
    ports: [
      { published: 8080, target: 80, protocol: 'tcp', mode: 'ingress' },
      { published: null, target: 53, protocol: 'udp', mode: 'host' },
    ],
    environment: [{ name: 'A', value: '1' }],
    constraints: ['node.role==worker'],
    secrets: ['a', 'b'],
  });
});

it.each<[Partial<ServiceForm>, string]>([
  [{ name: '' }, 'name'],
  [{ name: 'not a name' }, 'name'],
  [{ name: 'x'.repeat(64) }, 'name'],
  [{ image: ' ' }, 'image'],
  [{ replicas: '-1' }, 'replicas'],
  [{ replicas: '10001' }, 'replicas'],
  [{ command: 'echo "' }, 'command'],
  [{ ports: [{ published: '8080', target: '', protocol: 'tcp', mode: 'ingress' }] }, 'ports.0.target'],
  [{ ports: [{ published: '0', target: '80', protocol: 'tcp', mode: 'ingress' }] }, 'ports.0.published'],
  [{ environment: [{ name: '', value: 'x' }] }, 'environment.0.name'],
  [{ environment: [{ name: 'A B', value: 'x' }] }, 'environment.0.name'],
  [{ constraints: 'worker' }, 'constraints'],
])('finds what is wrong in %o', (form, field) => {
  expect(Object.keys(read(form).problems)).toEqual([field]);
});

it('takes whole numbers alone for a number of tasks', () => {
  expect(['0', '7', '', '1.5', '1e3'].map(readReplicas)).toEqual([0, 7, null, null, null]);
});

it('calls a stack after the folder of its file, or after the file', () => {
  expect(stackNameOf('/home/maria/My Shop/docker-compose.yml')).toBe('my-shop');
  expect(stackNameOf('/home/maria/shop/compose.yaml')).toBe('shop');
  expect(stackNameOf('C:\\shop\\stack.yml')).toBe('stack');
  expect(stackNameOf('/compose.yaml')).toBe('');
});
